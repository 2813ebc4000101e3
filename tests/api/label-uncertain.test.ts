import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { eventually, formOf, startInstance } from "../instance";
import { labelling } from "../labelling";

const cells = Array.from({ length: 60 }, (_, i) => ({ x: (i * 37) % 60, y: (i * 37) % 60 > 30 + (i % 5) }));
/** The same rocks, in which the eighth may lack what the model needs. */
const csvOf = (eighth: (x: number) => string) => {
  const lines = cells.map(({ x, y }, i) => `${i + 1},${i === 7 ? eighth(x) : x},${y ? "rock" : "ice"}\n`);
  return `id,x,y\n${lines.join("")}`;
};

type Predictions = { predictions: { probabilities: Record<string, number> }[] };

onBothDatabases("rows that a model is not sure of", (provider) => {
  test("come first, by the product's own scorer, for a run's model as for a registered one", async () => {
    const instance = await startInstance(provider, { workers: 1 });
    const { root, make } = await labelling(instance, csvOf(String));
    await instance.admin(
      "POST",
      `${root}/datasets`,
      formOf(
        "rocks.csv",
        csvOf(() => ""),
      ),
    );
    await instance.admin("POST", `${root}/jobs`, {
      dataset: "rocks",
      version: 1,
      target: "y",
      exclude: ["id"],
      experiment: "kinds",
      algorithms: [{ algorithm: "logistic-regression" }],
    });
    const { uid } = await eventually(
      async () => (await instance.db.run.findFirst({ where: { status: "FINISHED" } })) ?? undefined,
    );
    await instance.admin("POST", `${root}/models`, { name: "kinds", run: uid });

    const rows = cells.map(({ x }, i) => ({ row: i + 1, x })).filter(({ row }) => row !== 8);
    const asked = { rows: rows.map(({ x }) => ({ x })) };
    const { predictions } = (
      await instance.admin<Predictions>("POST", `${root}/models/kinds/versions/1/predict`, asked)
    ).body;
    const margin = predictions.map(({ probabilities }) => {
      const [first = 0, second = 0] = Object.values(probabilities).sort((a, b) => b - a);
      return first - second;
    });
    const order = rows
      .map(({ row }, i) => ({ row, margin: margin[i]! }))
      .sort((a, b) => a.margin - b.margin || a.row - b.row)
      .map(({ row }) => row);

    for (const [name, model] of [
      ["by run", { run: uid }],
      ["by model", { name: "kinds", version: 1 }],
    ] as const) {
      const { body, status, text } = await make(
        { name, version: 2 },
        { kind: "uncertain", count: 12, model },
      );
      expect(status, text).toBe(201);
      const queue = await instance.db.labelRow.findMany({
        where: { taskId: body.id },
        orderBy: { position: "asc" },
      });
      expect(queue.map(({ row }) => row)).toEqual(order.slice(0, 12));
      expect(body.choice).toMatchObject({ kind: "uncertain", leftOut: 1 });
    }
    const absent = await make({ name: "c" }, { kind: "uncertain", count: 3, model: { run: "none" } });
    expect(absent.status).toBe(404);
  }, 60_000);
});
