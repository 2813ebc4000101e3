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
    const { body } = await admin<{ run: { info: { run_id: string } } }>("POST", `${api}/runs/create`, {
      experiment_id: "0",
    });
    const run_id = body.run.info.run_id;
    const values = Array.from({ length: 2_500 }, (_unused, i) =>
      i === 1_234 ? 99 : i === 77 ? -99 : Math.sin(i),
    );
    const points: { key: string; value: number | string; step: number; timestamp: number }[] = values.map(
      (value, i) => ({ key: "m", value, ...at(i) }),
    );
    points.push({ key: "m", value: "NaN", ...at(2_500) });
    for (let i = 0; i < points.length; i += 1_000)
      await admin("POST", `${api}/runs/log-batch`, { run_id, metrics: points.slice(i, i + 1_000) });
    const { body: drawn } = await admin<Drawn>("GET", `${root}/runs/${run_id}/series?metric=m&pixels=120`);
    const [low, high, count] = [
      Math.min(...drawn.columns.map((column) => column.low)),
      Math.max(...drawn.columns.map((column) => column.high)),
      drawn.columns.reduce((sum, column) => sum + column.count, 0),
    ];
    expect([drawn.points, drawn.notNumbers, count, low, high]).toEqual([2_501, 1, 2_500, -99, 99]);
    expect(drawn.columns.length).toBeLessThanOrEqual(120);
    expect(drawn.columns.map((column) => column.at)).toEqual(
      [...drawn.columns.map((column) => column.at)].sort((a, b) => a - b),
    );
  });
});

onBothDatabases("a whole history of many points", (provider) => {
  test.each([
    ["in the order of its steps", (i: number) => 1_000 + i],
    ["against the order of its steps", (i: number) => 9_000 - i],
  ])(
    "comes to the client in the order of time, none missing and none twice, logged %s",
    async (_, timeOf) => {
      const { admin } = await startInstance(provider);
      await projectIn({ admin });
      const { body } = await admin<{ run: { info: { run_id: string } } }>("POST", `${api}/runs/create`, {
        experiment_id: "0",
      });
      const run_id = body.run.info.run_id;
      const odd: Record<number, string> = { 998: "Infinity", 999: "NaN", 1_000: "NaN", 1_001: "-Infinity" };
      const points = Array.from({ length: 3_100 }, (_unused, i) => ({
        key: "m é",
        value: odd[i] ?? (i % 2 ? i / 7 : 1e-300 * i),
        step: Math.floor(i / 3),
        timestamp: timeOf(i),
      }));
      for (let i = 3_000; i >= 0; i -= 1_000)
        await admin("POST", `${api}/runs/log-batch`, { run_id, metrics: points.slice(i, i + 1_000) });
      const { body: history } = await admin<{ metrics: typeof points }>(
        "GET",
        `${api}/metrics/get-history?run_id=${run_id}&metric_key=${encodeURIComponent("m é")}`,
      );
      expect(history.metrics).toEqual(points.sort((a, b) => a.timestamp - b.timestamp));
    },
  );
});
