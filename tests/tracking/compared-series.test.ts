import { expect, test } from "vitest";
import type { ComparedSeriesPage } from "@/lib/runs/compared-series";
import { onBothDatabases } from "../fresh-db";
import { projectIn, startInstance } from "../instance";

const api = "/mlflow/neo/api/2.0/mlflow";

onBothDatabases("metrics of several runs over their steps", (provider) => {
  test("come with those of most runs first, some at a time, of the runs of this project alone", async () => {
    const { admin } = await startInstance(provider);
    const root = await projectIn({ admin });
    const logged = [
      { loss: 3, "a once": 1, own: 2 },
      { loss: 4, both: 2 },
      { loss: 2, both: 3 },
    ];
    const runs: string[] = [];
    for (const metrics of logged) {
      const created = await admin<{ run: { info: { run_id: string } } }>("POST", `${api}/runs/create`, {
        experiment_id: "0",
      });
      const run_id = created.body.run.info.run_id;
      runs.push(run_id);
      const points = Object.entries(metrics).flatMap(([key, steps]) =>
        Array.from({ length: steps }, (_, step) => ({ key, value: step / 2, step, timestamp: 1_000 + step })),
      );
      await admin("POST", `${api}/runs/log-batch`, { run_id, metrics: points });
    }
    const read = async (rest: string) =>
      (await admin<ComparedSeriesPage>("GET", `${root}/runs/charts?runs=${runs.join(",")}${rest}`)).body;
    const first = await read("&limit=2");
    expect(first.series.map((one) => [one.logged, one.runs.map(({ run, points }) => [run, points])])).toEqual(
      [
        ["loss", runs.map((run, i) => [run, logged[i]!.loss])],
        ["both", runs.slice(1).map((run, i) => [run, i + 2])],
      ],
    );
    expect(first.next).toBe(2);
    const rest = await read("&limit=2&from=2");
    expect([rest.series.map((one) => one.logged), rest.next]).toEqual([["own"], null]);

    await admin("POST", "/api/projects", { name: "Other", slug: "other" });
    const elsewhere = await admin("GET", `/api/projects/other/runs/charts?runs=${runs.join(",")}`);
    expect(elsewhere.body).toEqual({ series: [], next: null });
    const many = await admin("GET", `${root}/runs/charts?runs=${Array(51).fill(runs[0]).join(",")}`);
    expect(many.status).toBe(400);
  });
});
