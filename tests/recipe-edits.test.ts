import { describe, expect, test } from "vitest";
import { previewRecipe, runRecipe } from "@/engine/recipe";
import { findRowKey } from "@/engine/row-key";
import type { Step } from "@/lib/datasets/recipe";
import { textColumn, type Frame } from "@/lib/frame/frame";
import { after, file, frameOf, stored } from "./recipe-tables";

const rocks: Frame = {
  rows: 4,
  columns: [
    textColumn("name", ["it's", "b", "b", null], 4),
    ...frameOf({ mass: [1.5, 2, 2, 2] }).columns,
    ...frameOf({ d: [0, 0, 86_400_000, 0] }, "date").columns,
    ...frameOf({ ok: [1, 0, 1, null] }, "boolean").columns,
  ],
};
const edit = (column: string, key: [string, string][], to?: string): Step => ({
  kind: "edit-cell",
  column,
  key,
  ...(to === undefined ? {} : { to }),
});

describe("a single cell", () => {
  test("is set by what its row holds, in the type of its column, and marked as changed", async () => {
    const table = await stored(rocks);
    const steps = [
      edit("mass", [["name", "it's"]], "1e3"),
      edit(
        "d",
        [
          ["name", "b"],
          ["d", "1970-01-02 00:00:00"],
        ],
        "2020-02-29",
      ),
      edit("ok", [["name", "it's"]]),
      edit("name", [["d", "2020-02-29 00:00:00"]], "c"),
    ];
    const { cells, facts, columns } = await after(table, steps);
    expect(cells.slice(0, 3)).toMatchObject([
      { name: "it's", mass: 1000, ok: null },
      { name: "b", mass: 2 },
      { name: "c", d: "2020-02-29T00:00:00.000Z" },
    ]);
    expect(facts).toEqual([]);
    expect(columns.map(({ type }) => type)).toEqual(["text", "number", "date", "boolean"]);
    const { changed, effects } = await previewRecipe({ table, steps, limit: 20 });
    expect([changed, effects[3]!.changed]).toEqual([[{ row: 2, column: "name", before: "b" }], 1]);
  });

  test("is never set in several rows, and says where no row is meant", async () => {
    const table = await stored(rocks);
    const several = edit("mass", [["name", "b"]], "1");
    await expect(runRecipe({ table, steps: [several], out: file() })).rejects.toThrow(
      "In 2 rows name is b; an edit is of one.",
    );
    const none = await after(table, [edit("mass", [["name", "z"]], "1")]);
    expect(none.facts).toMatchObject([{ text: "No row is edited: in none name is z", blocks: false }]);
  });

  test("takes no text that its column cannot hold", async () => {
    const table = await stored(rocks);
    for (const [column, to, says] of [
      ["mass", "1,5", "mass holds a number, which “1,5” is not."],
      ["d", "2021-02-29", "d holds a date"],
      ["ok", "perhaps", "ok holds true or false"],
    ] as const)
      await expect(after(table, [edit(column, [["name", "it's"]], to)])).rejects.toThrow(says);
  });
});

describe("a row is known", () => {
  const keyOf = async (frame: Frame, row: number, steps: Step[] = []) =>
    findRowKey({ table: await stored(frame), steps, row });

  test("by a column whose values are all different, else by the fewest columns", async () => {
    const ids: Frame = { rows: 4, columns: [...rocks.columns, ...frameOf({ id: [7, 8, 9, 10] }).columns] };
    expect(await keyOf(ids, 2)).toEqual({ key: [["id", "9"]] });
    expect(await keyOf(rocks, 1)).toEqual({
      key: [
        ["name", "b"],
        ["mass", "2"],
        ["d", "1970-01-01 00:00:00"],
      ],
    });
    expect(await keyOf(rocks, 0, [{ kind: "filter", formula: "ok" }])).toEqual({ key: [["name", "it's"]] });
  });

  test("and where others hold the same, that is said", async () => {
    await expect(keyOf(frameOf({ n: [1, 1, 2] }), 1)).rejects.toThrow("2 rows hold the same as this one");
    await expect(keyOf(frameOf({ n: [1, 2] }), 5)).rejects.toThrow("There is no such row");
    await expect(keyOf(frameOf({ n: [null, 2] }), 0)).rejects.toThrow("holds nothing");
  });
});
