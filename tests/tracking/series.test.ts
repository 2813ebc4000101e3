import { expect, test } from "vitest";
import type { Drawn } from "@/lib/runs/history";
import { onBothDatabases } from "../fresh-db";
import { projectIn, startInstance } from "../instance";

const api = "/mlflow/neo/api/2.0/mlflow";

onBothDatabases("a metric cut to the pixels of a chart", (provider) => {
  test.each([
    ["by step", (i: number) => ({ step: i * 3, timestamp: 1_000 })],
    ["by time where every step is the same", (i: number) => ({ step: 0, timestamp: 1_000 + i * 7 })],
  ])("keeps every point within its column, no peak lost, %s", async (_, at) => {
    const { admin } = await startInstance(provider);
    const root = await projectIn({ admin });
    const { body } = await admin<{ run: { info: { run_id: string } } }>("POST", `${api}/runs/create`, { experiment_id: "0" });
    const run_id = body.run.info.run_id;
    const values = Array.from({ length: 2_500 }, (_unused, i) => (i === 1_234 ? 99 : i === 77 ? -99 : Math.sin(i)));
    const points: { key: string; value: number | string; step: number; timestamp: number }[] = values.map((value, i) => ({ key: "m", value, ...at(i) }));
    points.push({ key: "m", value: "NaN", ...at(2_500) });
    for (let i = 0; i < points.length; i += 1_000) await admin("POST", `${api}/runs/log-batch`, { run_id, metrics: points.slice(i, i + 1_000) });
    const { body: drawn } = await admin<Drawn>("GET", `${root}/runs/${run_id}/series?metric=m&pixels=120`);
    const [low, high, count] = [Math.min(...drawn.columns.map((column) => column.low)), Math.max(...drawn.columns.map((column) => column.high)), drawn.columns.reduce((sum, column) => sum + column.count, 0)];
    expect([drawn.points, drawn.notNumbers, count, low, high]).toEqual([2_501, 1, 2_500, -99, 99]);
    expect(drawn.columns.length).toBeLessThanOrEqual(120);
    expect(drawn.columns.map((column) => column.at)).toEqual([...drawn.columns.map((column) => column.at)].sort((a, b) => a - b));
  });
});
