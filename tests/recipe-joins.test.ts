import { describe, expect, test } from "vitest";
import { runRecipe } from "@/engine/recipe";
import { columnsAfterAll, onNewRows, type Step } from "@/lib/datasets/recipe";
import type { NamedTable } from "@/lib/datasets/engine";
import { rowsOf, textColumn, type Frame } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";
import { hostileTables } from "./fixtures/hostile-tables";
import { after, file, frameOf, secondsOf, stored } from "./recipe-tables";

type Row = Record<string, unknown>;
type Join = Extract<Step, { kind: "join" }>;
type Union = Extract<Step, { kind: "union" }>;
const table = { dataset: "there", version: 2 };

const joinBy = (keys: [string, string][], more: Partial<Join> = {}): Join => ({
  kind: "join",
  table,
  how: "left",
  keys,
  columns: [],
  suffix: "",
  otherSuffix: "_right",
  ...more,
});
const unionBy = (by: "name" | "place", more: Partial<Union> = {}): Union => ({
  kind: "union",
  table,
  by,
  ...more,
});

const mixed = (
  numbers: Record<string, (number | null)[]>,
  texts: Record<string, (string | null)[]>,
): Frame => {
  const rows = [...Object.values(numbers), ...Object.values(texts)][0]!.length;
  const columns = Object.entries(texts).map(([name, cells]) => textColumn(name, cells, rows));
  return {
    rows,
    columns: [...(Object.keys(numbers).length > 0 ? frameOf(numbers).columns : []), ...columns],
  };
};

/** Rows and what is said of them after one step that reads a second table. */
async function run(here: Frame, there: Frame, step: Step) {
  const { cells, facts, columns } = await after(await stored(here), [step], await stored(there));
  return { cells, columns, said: facts.map(({ text }) => text), blocked: facts.some(({ blocks }) => blocks) };
}

/** A join by comparing every row with every other. */
function naive(here: Row[], there: Row[], { how, keys }: Join, beside: string[], beyond: string[]): Row[] {
  const match = (a: Row, b: Row) => keys.every(([x, y]) => a[x] !== null && a[x] === b[y]);
  const found = here.map((row) => there.filter((other) => match(row, other)));
  if (how === "semi" || how === "anti")
    return here.filter((_, i) => found[i]!.length > 0 === (how === "semi"));
  const put = (row: Row | null, other: Row | null): Row => ({
    ...Object.fromEntries(beside.map((name) => [name, row?.[name] ?? null])),
    ...(row ? {} : Object.fromEntries(keys.map(([x, y]) => [x, other![y] ?? null]))),
    ...Object.fromEntries(beyond.map((name) => [`${name}_there`, other?.[name] ?? null])),
  });
  const alone = how === "inner" ? [] : [null];
  const rows = here.flatMap((row, i) =>
    (found[i]!.length > 0 ? found[i]! : alone).map((other) => put(row, other)),
  );
  const unmet = there.filter((other) => here.every((row) => !match(row, other)));
  return how === "full" ? [...rows, ...unmet.map((other) => put(null, other))] : rows;
}

describe("a join on hostile tables", () => {
  const tables = Object.entries(hostileTables).filter(([name]) => name !== "hostile names");
  test.each(["left", "inner", "full", "semi", "anti"] as const)(
    "%s: has the rows of a join by hand, in the order of both tables",
    async (how) => {
      for (const [i, [name, here]] of tables.entries())
        for (const [other, there] of [tables[i]!, tables[(i + 1) % tables.length]!])
          for (const key of ["n", "t", "whole"]) {
            const [left, right] = [await stored(here), await stored(there)];
            const typeIn = ({ columns }: NamedTable) => columns.find((column) => column.name === key)?.type;
            if (typeIn(left) === undefined || typeIn(right) === undefined) continue;
            const step = joinBy([[key, key]], { how, otherSuffix: "_there" });
            const beyond = right.columns.map((column) => column.name).filter((one) => one !== key);
            const renamed = beyond.map((one) =>
              left.columns.some((column) => column.name === one) ? one : null,
            );
            if (renamed.includes(null)) continue;
            const beside = left.columns.map((column) => column.name);
            const { cells } = await after(left, [step], right);
            expect(cells, `${name} and ${other} by ${key}`).toEqual(
              naive(rowsOf(here), rowsOf(there), step, beside, beyond),
            );
          }
    },
  );

  test("takes any name for what it is", async () => {
    const frame = hostileTables["hostile names"]!;
    const names = frame.columns.map(({ name }) => name).filter((name) => name.length < 300);
    for (const how of ["left", "full"] as const) {
      const step = joinBy(
        names.slice(0, 16).map((name) => [name, name]),
        { how, columns: names, otherSuffix: "?" },
      );
      const { cells } = await run(frame, frame, step);
      expect(cells).toEqual(
        rowsOf(frame).map((row) => ({
          ...row,
          ...Object.fromEntries(names.map((name) => [`${name}?`, row[name]])),
        })),
      );
    }
  });
});

describe("a join", () => {
  const here = mixed({ id: [3, 1, 2, null, 9] }, { name: ["c", "a", "b", "x", "y"] });
  const there = mixed(
    { key: [1, 3, 1, null, 7], mass: [10, 30, 11, 99, 70] },
    { Name: ["A", "C", "AA", "-", "G"] },
  );

  test("puts what matches beside each row, and gives names that both have their suffixes", async () => {
    const { cells, columns, said } = await run(here, there, joinBy([["id", "key"]]));
    expect(columns.map(({ name }) => name)).toEqual(["id", "name", "mass", "Name_right"]);
    expect(cells).toEqual([
      { id: 3, name: "c", mass: 30, Name_right: "C" },
      { id: 1, name: "a", mass: 10, Name_right: "A" },
      { id: 1, name: "a", mass: 11, Name_right: "AA" },
      { id: 2, name: "b", mass: null, Name_right: null },
      { id: null, name: "x", mass: null, Name_right: null },
      { id: 9, name: "y", mass: null, Name_right: null },
    ]);
    expect(said).toEqual([
      "1 row has several matches in there v2, such as id 1: 5 rows become 6",
      "2 rows have no match in there v2: their new cells are missing",
      "1 row has no id and match nothing: their new cells are missing",
    ]);
  });

  test("where one match is expected and a row has several cannot be saved", async () => {
    const step = joinBy([["id", "key"]], { one: true });
    const { said, blocked } = await run(here, there, step);
    expect(blocked).toBe(true);
    const refused =
      "1 row has several matches in there v2, such as id 1: 5 rows become 6. " +
      "One match is expected: drop repeated keys there, or allow several.";
    expect(said[0]).toBe(refused);
    const input = { table: await stored(here), steps: [step], out: file() };
    const seconds = secondsOf([step], await stored(there));
    await expect(runRecipe({ ...input, seconds })).rejects.toThrow(`Step 1 (join): ${refused}`);
  });

  test("says of keys that stand several times there also where no row meets them", async () => {
    const { said, blocked } = await run(frameOf({ id: [3] }), there, joinBy([["id", "key"]], { one: true }));
    expect(said).toEqual(["1 key stands several times in there v2; no row here has one of them"]);
    expect(blocked).toBe(false);
  });

  test("by several keys matches where all agree", async () => {
    const left = mixed({ a: [1, 1, 2] }, { b: ["x", "y", "x"] });
    const right = mixed({ a: [1, 1, 2], v: [5, 6, 7] }, { b: ["y", "z", null] });
    const keys: [string, string][] = [
      ["a", "a"],
      ["b", "b"],
    ];
    const { cells } = await run(left, right, joinBy(keys));
    expect(cells.map(({ v }) => v)).toEqual([null, 5, null]);
  });

  test("full has the rows of both, each key once", async () => {
    const { cells } = await run(here, there, joinBy([["id", "key"]], { how: "full", columns: ["mass"] }));
    expect(cells.slice(-2)).toEqual([
      { id: null, name: null, mass: 99 },
      { id: 7, name: null, mass: 70 },
    ]);
  });

  test("of whole numbers with others compares them; with text it is refused with words", async () => {
    const whole = frameOf({ id: [1, 2] }, "integer");
    const { cells, columns } = await run(
      whole,
      frameOf({ id: [2, 2.5] }),
      joinBy([["id", "id"]], { how: "full" }),
    );
    expect(columns).toEqual([{ name: "id", type: "number" }]);
    expect(cells.map(({ id }) => id)).toEqual([1, 2, 2.5]);
    const text = mixed({}, { id: ["1"] });
    await expect(run(whole, text, joinBy([["id", "id"]]))).rejects.toThrow(
      "id holds numbers, and id of there v2 holds text: change the type of one of them first.",
    );
  });

  test("refuses names that would be the same, and keys that are named twice or not there", async () => {
    const columns = [{ name: "id", type: "number" as const }];
    const second = [
      { name: "id", type: "number" as const },
      { name: "ID2", type: "number" as const },
    ];
    const said = (step: Join) => () => columnsAfterAll(columns, [step], [{ step: 0, columns: second }]);
    expect(said(joinBy([["id", "ID2"]], { otherSuffix: "" }))).toThrow(
      "Both tables have a column id: give one of them a suffix.",
    );
    expect(said(joinBy([["id", "x"]]))).toThrow("There is no column x in there v2.");
    expect(
      said(
        joinBy([
          ["id", "id"],
          ["id", "ID2"],
        ]),
      ),
    ).toThrow("id stands in two pairs of keys.");
    expect(said(joinBy([["id", "id"]], { otherSuffix: "y".repeat(299), columns: ["id"] }))).toThrow(
      "With its suffix, a name would be longer than 300 characters.",
    );
  });

  test("that would make more rows than can be kept is refused before it is begun", async () => {
    const many = frameOf({ id: Array.from({ length: 20_000 }, () => 1) });
    await expect(run(many, many, joinBy([["id", "id"]], { columns: ["id"] }))).rejects.toThrow(
      `Step 1 (join): it would make 400,000,000 rows, and at most ${limits.datasetRows.toLocaleString("en")}`,
    );
  });

  test("of rows to be predicted looks one match up, drops no row and makes none several", async () => {
    expect(onNewRows(joinBy([["id", "key"]], { one: true }))).toBe("apply");
    expect(onNewRows(joinBy([["id", "key"]]))).toBe("refuse");
    expect(onNewRows(joinBy([["id", "key"]], { one: true, how: "full" }))).toBe("refuse");
    expect(onNewRows(joinBy([["id", "key"]], { how: "anti" }))).toBe("skip");
    const steps = [joinBy([["id", "key"]], { one: true, how: "inner", columns: ["mass"] })];
    const seconds = secondsOf(steps, await stored(there));
    const out = file();
    const rows = await stored(frameOf({ id: [5, 3] }));
    const made = await runRecipe({ table: rows, seconds, steps, newRows: true, out });
    const { cells } = await after({ name: "rows", file: out, ...made, masked: [] }, []);
    expect(cells).toEqual([
      { id: 5, mass: null },
      { id: 3, mass: 30 },
    ]);
  });
});

describe("a union", () => {
  const here = mixed({ id: [1, 2] }, { kind: ["a", null] });
  const there = mixed({ id: [3, 1], mass: [30, 10] }, { Kind: ["c", "a"] });

  test("puts the rows of both below each other by name, whatever the capitals", async () => {
    const { cells } = await run(
      here,
      there,
      unionBy("name", { absent: "missing", source: "from", here: "old" }),
    );
    expect(cells).toEqual([
      { id: 1, kind: "a", mass: null, from: "old" },
      { id: 2, kind: null, mass: null, from: "old" },
      { id: 3, kind: "c", mass: 30, from: "there v2" },
      { id: 1, kind: "a", mass: 10, from: "there v2" },
    ]);
  });

  test("keeps what rows say already of where they come from", async () => {
    const first = mixed({ id: [1, 2] }, { from: ["x", null] });
    const { cells } = await run(first, frameOf({ id: [3] }), unionBy("name", { source: "from" }));
    expect(cells.map(({ from }) => from)).toEqual(["x", "first table", "there v2"]);
    await expect(run(frameOf({ id: [3] }), first, unionBy("name", { source: "From" }))).rejects.toThrow(
      "there v2 has a column From already: choose another name.",
    );
  });

  test("refuses columns that one table lacks, by name, unless they are to be filled", async () => {
    await expect(run(here, there, unionBy("name"))).rejects.toThrow(
      "Step 1 (union): mass of there v2 is not here. " +
        "Fill columns that one table lacks with missing cells, or drop them first.",
    );
    await expect(run(there, here, unionBy("name"))).rejects.toThrow("there v2 lacks mass.");
  });

  test("by place takes columns in their order, and as many of them", async () => {
    const { cells } = await run(here, mixed({ number: [7] }, { word: ["z"] }), unionBy("place"));
    expect(cells.at(-1)).toEqual({ id: 7, kind: "z" });
    await expect(run(here, there, unionBy("place"))).rejects.toThrow(
      "There are 2 columns here and 3 in there v2: by their places, both need as many.",
    );
  });

  test("holds whole numbers and others as numbers, and refuses other types by name", async () => {
    const whole = frameOf({ id: [1] }, "integer");
    const { cells, columns } = await run(whole, frameOf({ id: [0.5] }), unionBy("name"));
    expect([columns, cells]).toEqual([[{ name: "id", type: "number" }], [{ id: 1 }, { id: 0.5 }]]);
    await expect(run(whole, mixed({}, { id: ["1"] }), unionBy("name"))).rejects.toThrow(
      "id holds numbers, and id of there v2 holds text: change the type of one of them first.",
    );
  });

  test("leaves rows to be predicted as they are", () => {
    expect(onNewRows(unionBy("name"))).toBe("skip");
  });

  test.each(Object.entries(hostileTables))("on %s has every row twice, in their order", async (_, frame) => {
    const { cells } = await run(frame, frame, unionBy("name"));
    expect(cells).toEqual([...rowsOf(frame), ...rowsOf(frame)]);
  });
});
