import { describe, expect, test } from "vitest";
import { findNearPairs } from "@/engine/near-pairs";
import { runRecipe } from "@/engine/recipe";
import type { Step } from "@/lib/datasets/recipe";
import { textColumn, type Frame } from "@/lib/frame/frame";
import { after, file, frameOf, stored } from "./recipe-tables";

type Near = Extract<Step, { kind: "near-duplicates" }>;
const near = (more: Partial<Near>): Near => ({
  ...{ kind: "near-duplicates", texts: [], how: "distance", numbers: [], within: [], share: 0.8 },
  ...{ key: [], apart: [] },
  ...more,
});
const people = (names: (string | null)[], ages?: (number | null)[]): Frame => ({
  rows: names.length,
  columns: [
    textColumn("name", names, names.length),
    ...frameOf({ age: ages ?? names.map(() => 1) }).columns,
    ...frameOf({ id: names.map((_, i) => i) }, "integer").columns,
  ],
});
const left = async (frame: Frame, step: Near) => {
  const { cells, facts } = await after(await stored(frame), [step]);
  return { ids: cells.map(({ id }) => id), facts: facts.map(({ text }) => text) };
};

describe("nearly repeated rows", () => {
  test("are dropped where an earlier one is near in all but case and accents", async () => {
    const names = ["Ana Pérez", "Luis", "ANA PEREZ ", "Ana Perec", null, null, "Luis"];
    expect(await left(people(names), near({ texts: ["name"] }))).toEqual({
      ids: [0, 1, 4, 5],
      facts: ["4 of 21 pairs of rows are near"],
    });
    expect((await left(people(names), near({ texts: ["name"], share: 1 }))).ids).toEqual([0, 1, 3, 4, 5]);
  });

  test("count letters as code points, not as bytes", async () => {
    const frame = people(["МОСКВАГОРОД", "москвагорот", "москвагорат", "😀😀😀😀😀", "😀😀😀😀😁"]);
    expect((await left(frame, near({ texts: ["name"], share: 0.93 }))).ids).toEqual([0, 1, 2, 3, 4]);
    expect((await left(frame, near({ texts: ["name"], share: 0.9 }))).ids).toEqual([0, 3, 4]);
    expect((await left(frame, near({ texts: ["name"], share: 0.8 }))).ids).toEqual([0, 3]);
  });

  test("are alike by runs of letters, by numbers within a tolerance, and by both", async () => {
    const frame = people(["Nueva York", "York Nueva", "Nueva York", "Cork"], [10, 10.4, 12, 10]);
    expect((await left(frame, near({ texts: ["name"], how: "ngrams", share: 0.7 }))).ids).toEqual([0, 3]);
    expect((await left(frame, near({ numbers: [["age", "0.5"]], share: 1 }))).ids).toEqual([0, 2]);
    const both = near({ texts: ["name"], how: "ngrams", numbers: [["age", "0.5"]], share: 0.85 });
    expect((await left(frame, both)).ids).toEqual([0, 2, 3]);
  });

  test("are looked for only where rows agree, and a chain is said", async () => {
    const frame = people(["abcdef", "abcdex", "abcdyx", "abcdef"], [1, 1, 1, 2]);
    expect(await left(frame, near({ texts: ["name"], within: ["age"] }))).toEqual({
      ids: [0, 3],
      facts: ["2 of 3 pairs of rows are near", "1 rows are near to dropped rows alone; look at their pairs"],
    });
  });

  test("are both kept where that was decided, remembered by key", async () => {
    const frame = people(["Ana Pérez", "Ana Perez", "ana perez"]);
    const table = await stored(frame);
    const step = near({ texts: ["name"], key: ["id"] });
    const { pairs, total, columns } = await findNearPairs({ table, steps: [step], offset: 0, limit: 2 });
    expect([total, columns]).toEqual([3, ["name", "id", "age"]]);
    expect(pairs[0]).toEqual({
      score: 1,
      isApart: false,
      rows: [0, 1],
      keys: ['["0"]', '["1"]'],
      cells: [
        ["Ana Pérez", "0", "1"],
        ["Ana Perez", "1", "1"],
      ],
    });
    const decided = near({ ...step, apart: [pairs[0]!.keys] });
    expect(await left(frame, decided)).toEqual({
      ids: [0, 1],
      facts: ["3 of 3 pairs of rows are near, of 1 both are kept"],
    });
    const again = await findNearPairs({ table, steps: [decided], offset: 0, limit: 10 });
    expect(again.pairs.map(({ isApart }) => isApart)).toEqual([true, false, false]);
  });

  test("are refused by number where too many pairs would be compared, before any is", async () => {
    const many = people(Array.from({ length: 100_000 }, (_, i) => `name ${i}`));
    const table = await stored(many);
    const step = near({ texts: ["name"] });
    await expect(runRecipe({ table, steps: [step], out: file() })).rejects.toThrow(
      "4,999,950,000 pairs of rows would be compared, at most 1,000,000 are",
    );
    const letters = people(Array.from({ length: 200 }, (_, i) => String.fromCodePoint(0x4e00 + i)));
    await expect(runRecipe({ table: await stored(letters), steps: [step], out: file() })).rejects.toThrow(
      "200 different letters",
    );
  });

  test("never drop a row that is to be predicted", async () => {
    const table = await stored(people(["Ana", "Ana"]));
    const out = file();
    const { rows } = await runRecipe({ table, steps: [near({ texts: ["name"] })], newRows: true, out });
    expect(rows).toBe(2);
  });

  test("ask for a column to compare, and for tolerances that are numbers", async () => {
    await expect(left(people(["a"]), near({}))).rejects.toThrow("Name at least one column");
    await expect(left(people(["a"]), near({ numbers: [["age", "some"]] }))).rejects.toThrow(
      "The tolerance of age is a number",
    );
    await expect(left(people(["a"]), near({ texts: ["age"] }))).rejects.toThrow("age holds numbers");
  });
});
