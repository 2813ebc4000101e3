import { expect, test } from "vitest";
import type { ReferenceSchema } from "@/lib/datasets/schemas";
import type { Cell } from "@/lib/notebooks/schema";
import { referencesOf } from "./dataset-references";
import { datasetSchemas } from "./dataset-schemas";

const cellsOf = (...sources: string[]): Cell[] =>
  sources.map((source, i) => ({ id: i + 1, mode: source.startsWith("select") ? "sql" : "ts", source }));

/** Datasets of a project of which the columns are asked for; what was asked is kept. */
function project(there: Record<string, string[]>) {
  const asked: string[][] = [];
  let time = 0;
  const known = datasetSchemas({
    offered: async () => Object.keys(there),
    load: async (references) => {
      asked.push([...references]);
      return references.flatMap((reference): ReferenceSchema[] => {
        const columns = there[reference]?.map((name) => ({ name, type: "number" as const }));
        return columns ? [{ reference, number: 1, columns }] : [];
      });
    },
    now: () => time,
  });
  return { asked, there, known, wait: (milliseconds: number) => (time += milliseconds) };
}

test("references are those that code and queries call `dataset` with", () => {
  const cells = cellsOf(
    `dataset("a"); await dataset ( 'b@v2' ); dataset(\`c\`); dataset(name); datasets("d"); dataset("")`,
    "select * from dataset('e''s') where x = 'dataset(''f'')'",
  );
  expect([...referencesOf(cells)]).toEqual(["a", "b@v2", "c", "e's"]);
});

test("columns are asked for when a cell names a dataset, once, and many by one request", async () => {
  const { asked, known } = project({ neo: ["h"], other: ["x"] });
  expect((await known(cellsOf("1 + 1"))).schemas).toEqual([]);
  expect(asked).toEqual([]);
  const first = await known(cellsOf("dataset('neo')", "dataset('other'); dataset('gone')"));
  expect(asked).toEqual([["neo", "other", "gone"]]);
  expect(first.schemas.map(({ reference }) => reference)).toEqual(["neo", "other"]);
  expect(await known(cellsOf("dataset('neo')"))).toBe(first);
  expect(asked).toHaveLength(1);
});

test("a hundred datasets are five requests", async () => {
  const { asked, known } = project({});
  await known(cellsOf(Array.from({ length: 100 }, (_, i) => `dataset('d${i}')`).join(";")));
  expect(asked.map(({ length }) => length)).toEqual([20, 20, 20, 20, 20]);
});

test("a new version's columns are known after a minute; else nothing changes", async () => {
  const { known, there, wait } = project({ neo: ["h"] });
  const cells = cellsOf("dataset('neo')");
  const first = await known(cells);
  wait(60_001);
  await known(cells);
  expect(await known(cells)).toBe(first);
  there.neo = ["h", "diameter"];
  wait(60_001);
  await known(cells);
  expect((await known(cells)).schemas[0]!.columns).toHaveLength(2);
});
