import { expect, test } from "vitest";
import { findClusters } from "@/engine/clusters";
import { previewRecipe } from "@/engine/recipe";
import { stepSchema, type Step } from "@/lib/datasets/recipe";
import { frameOf, stored, textFrame } from "./recipe-tables";

const by = { method: "fingerprint", size: 2, radius: 1 } as const;

test("clusters are of values after steps, over rows that facets keep, and say what is left out", async () => {
  const cells = ["Ana Pérez", "PEREZ ana", "Perez Ana", null, "x".repeat(1001), "?", "Luis"];
  const table = await stored(textFrame("t", cells));
  const ask = (steps: Step[], where: string | null) => findClusters({ table, steps, column: "t", where, by });
  expect(await ask([], null)).toMatchObject({
    found: 1,
    distinct: 6,
    long: 1,
    beyond: 0,
    empty: 1,
    uncompared: 0,
    clusters: [{ rows: 3, values: [{ value: "Ana Pérez" }, { value: "PEREZ ana" }, { value: "Perez Ana" }] }],
  });
  expect((await ask([], "t != 'PEREZ ana'")).clusters[0]!.rows).toBe(2);
  const merged: Step = { kind: "map-values", column: "t", pairs: [["PEREZ ana", "Ana Pérez"]] };
  expect((await ask([merged], null)).clusters[0]!.values[0]).toEqual({ value: "Ana Pérez", count: 2 });
  const numbers = await stored(frameOf({ n: [1] }));
  await expect(findClusters({ table: numbers, steps: [], column: "n", where: null, by })).rejects.toThrow(
    "n holds no text",
  );
});

test("as many whole clusters are answered as can be merged at once, by one step", async () => {
  const cells = Array.from({ length: 3_000 }, (_, i) => [`Town ${i}`, `town ${i}`, `TOWN ${i}.`]).flat();
  const table = await stored(textFrame("t", cells));
  const { clusters, found } = await findClusters({ table, steps: [], column: "t", where: null, by });
  expect([clusters.length, found]).toEqual([200, 3_000]);
  const pairs = Array.from({ length: 2_500 }, (_, i) => [`town ${i}`, `Town ${i}`] as [string, string]);
  const more = Array.from({ length: 2_500 }, (_, i) => [`TOWN ${i}.`, `Town ${i}`] as [string, string]);
  const step = stepSchema.parse({ kind: "map-values", column: "t", pairs: [...pairs, ...more] });
  const { effects } = await previewRecipe({ table, steps: [step], limit: 1 });
  expect(effects[0]!.changed).toBe(5_000);
});
