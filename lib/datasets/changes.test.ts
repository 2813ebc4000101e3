import { expect, test } from "vitest";
import { changesText, isSame, type Changes } from "./changes";

const none: Changes = {
  before: 3,
  after: 3,
  key: ["id"],
  keyProblem: null,
  added: 0,
  removed: 0,
  changed: 0,
  columns: { added: [], removed: [], retyped: [], changed: [], drifted: [] },
};

test("tables that differ in nothing but perhaps their order are the same", () => {
  expect(isSame(none)).toBe(true);
  expect(changesText(none)).toEqual(["3 → 3 rows: all as before"]);
  for (const other of [
    { added: 1 },
    { removed: 1 },
    { changed: 1 },
    { columns: { ...none.columns, added: ["x"] } },
    {
      columns: { ...none.columns, retyped: [{ name: "x", before: "text" as const, after: "date" as const }] },
    },
  ])
    expect(isSame({ ...none, ...other }), JSON.stringify(other)).toBe(false);
});

test("what changed is told in sentences: rows, cells by column, columns and types", () => {
  expect(
    changesText({
      ...none,
      after: 1_204,
      added: 1_202,
      removed: 1,
      changed: 1,
      columns: {
        added: ["moid"],
        removed: ["albedo", "q"],
        retyped: [
          { name: "H", before: "integer", after: "number" },
          { name: "seen", before: "text", after: "date" },
        ],
        changed: [{ name: "diameter", rows: 1 }],
        drifted: [{ name: "a", stability: 0.314 }],
      },
    }),
  ).toEqual([
    "3 → 1,204 rows: 1,202 new, 1 changed, 1 gone",
    "Changed cells: “diameter” in 1 row",
    "New columns: “moid”",
    "Columns that are gone: “albedo”, “q”",
    "Spread otherwise: “a” (stability index 0.31)",
    "“H” was integer and is number",
    "“seen” was text and is date: its cells were not compared",
  ]);
});
