import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import type { Cell } from "@/lib/notebooks/schema";
import { applyEdits } from "@/lib/notebooks/text-edits";
import { typeLibraries } from "../../../scripts/type-libraries.mjs";
import { createLanguage, type Language } from "./language";

let language: Language;
beforeAll(() => {
  const scope = readFileSync("components/notebooks/language/cell-scope.d.ts.txt", "utf8");
  language = createLanguage(typeLibraries(), scope);
});

type Written = string | Partial<Cell>;

/** Renames the name at `|` in one of the cells: the texts after it, or the sentence that refuses. */
function renamed(to: string, ...written: Written[]) {
  const cells = written.map((one, i): Cell => {
    const cell = typeof one === "string" ? { source: one } : one;
    return { id: i + 1, mode: "ts", source: "", ...cell };
  });
  const marked = cells.findIndex(({ source }) => source.includes("|"));
  const at = cells[marked]!.source.indexOf("|");
  const plain = cells.map((cell) => ({ ...cell, source: cell.source.replace("|", "") }));
  language.update(plain);
  const answer = language.rename({ id: marked + 1, at }, to);
  if (!answer.ok) return answer.message;
  return plain.map(({ id, source, output }) => {
    const edits = answer.edits.find(({ cell }) => cell === id)?.edits ?? [];
    const table = answer.outputs.includes(id) ? to : output;
    return table ? `${table}: ${applyEdits(source, edits)}` : applyEdits(source, edits);
  });
}

test("a name is renamed where it is given and in every cell that reads it, wherever the caret stands", () => {
  const after = ["const h = 22;\nh + 1", "const double = h * 2", "double + h"];
  expect(renamed("h", "const li|mit = 22;\nlimit + 1", "const double = limit * 2", "double + limit")).toEqual(
    after,
  );
  expect(renamed("h", "const limit = 22;\nlimit + 1", "const double = |limit * 2", "double + limit")).toEqual(
    after,
  );
});

test("expressions in SQL and Markdown are renamed, from there as well, and their other text is not", () => {
  const before: Written[] = [
    "const limit = 22",
    { mode: "sql", source: "select 'limit', limit from t -- limit\nwhere h < ${limit} limit 3" },
    { mode: "md", source: "limit, `limit` and ${limit.toFixed(1)} \\${limit}" },
  ];
  const after = [
    "const h = 22",
    "select 'limit', limit from t -- limit\nwhere h < ${h} limit 3",
    "limit, `limit` and ${h.toFixed(1)} \\${limit}",
  ];
  expect(renamed("h", "const |limit = 22", ...before.slice(1))).toEqual(after);
  expect(
    renamed("h", ...before.slice(0, 2), {
      mode: "md",
      source: "limit, `limit` and ${li|mit.toFixed(1)} \\${limit}",
    }),
  ).toEqual(after);
});

test("strings, comments and properties of the same name stay, and a short property keeps its name", () => {
  expect(
    renamed(
      "h",
      "const |limit = 1",
      "// limit\n/** @param limit */\nconst o = { limit, l: 'limit' };\n`limit ${o.limit + limit}`",
      "function f({ limit }: { limit: number }) { return limit }\nf({ limit: 3 })",
    ),
  ).toEqual([
    "const h = 1",
    "// limit\n/** @param limit */\nconst o = { limit: h, l: 'limit' };\n`limit ${o.limit + h}`",
    "function f({ limit }: { limit: number }) { return limit }\nf({ limit: 3 })",
  ]);
  expect(renamed("h", "const { lim|it, other, ...rest } = { limit: 1, other: 2 }", "limit")).toEqual([
    "const { limit: h, other, ...rest } = { limit: 1, other: 2 }",
    "h",
  ]);
});

test("the table of a SQL cell is renamed with its readers", () => {
  const sql = { mode: "sql" as const, source: "select rows from t", output: "rows" };
  expect(
    renamed("near", sql, "ro|ws.numRows()", { mode: "sql", source: "select ${rows.numRows()}" }),
  ).toEqual(["near: select rows from t", "near.numRows()", "select ${near.numRows()}"]);
  expect(renamed("größe", sql, "|rows")).toMatch(/^The table of a SQL cell is named by letters/);
});

test("a name within a function is renamed there alone", () => {
  expect(renamed("y", "const x = 1", "function f(|x: number) { return x + 1 }\nx + f(2)", "x")).toEqual([
    "const x = 1",
    "function f(y: number) { return y + 1 }\nx + f(2)",
    "x",
  ]);
});

test("a new name that is taken, none, or a word of the language is refused with a sentence", () => {
  const cells = ["const limit = 1", "const h = |limit", "function f(inner: number) { return inner + limit }"];
  expect(renamed("h", ...cells)).toBe("h is given by cell 2 already. Choose another name.");
  expect(renamed("inner", ...cells)).toBe(
    "inner already means something else in cell 3. Choose another name.",
  );
  expect(renamed("Plot", ...cells)).toBe("Plot is known to every cell. Choose another name.");
  expect(renamed("Math", ...cells)).toBe("Math is known to JavaScript itself. Choose another name.");
  expect(renamed("for", ...cells)).toBe("for is a word of the language. Choose another name.");
  expect(renamed("await", ...cells)).toBe("await is a word of the language. Choose another name.");
  for (const none of ["2nd", "a-b", "a b", "a;", "'a'"])
    expect(renamed(none, ...cells)).toBe(`${none} is no name: letters, digits, _ and $, and no digit first.`);
  expect(renamed("", ...cells)).toBe("Type a name.");
  expect(renamed("größe", ...cells)).toContain("const größe = 1");
  expect(renamed("type", ...cells)).toContain("const type = 1");
});

test("a name of the browser is taken only where a cell uses it", () => {
  expect(renamed("name", "const |limit = 1", "limit")).toEqual(["const name = 1", "name"]);
  expect(renamed("document", "const |limit = 1", "document.title")).toBe(
    "document already means something else in cell 2. Choose another name.",
  );
});

test("a variable is not renamed into one that its cell reads", () => {
  expect(renamed("limit", "const limit = 1", "function f(|x: number) { return x + limit }")).toBe(
    "limit already means something else in cell 2. Choose another name.",
  );
});

test("what is no name of a cell is refused with a sentence", () => {
  expect(renamed("h", "const rows = [{ h: 1 }]", "rows[0].|h")).toBe(
    "h is a property. Names of variables are renamed, and no properties.",
  );
  expect(renamed("h", "|Plot.plot({})")).toBe("Plot is known to every cell and cannot be renamed.");
  expect(renamed("h", "|missing + 1")).toBe("missing is not defined, so that there is nothing to rename.");
  expect(renamed("h", "1 +| 1")).toBe("Put the caret on a name to rename it.");
});

test("a name that two cells give is renamed where the caret is, and not from a cell that reads it", () => {
  expect(renamed("b", "const |a = 1; a + 1", "const a = 2", "a")).toEqual([
    "const b = 1; b + 1",
    "const a = 2",
    "a",
  ]);
  expect(renamed("b", "const a = 1", "const a = 2", "|a")).toBe(
    "a is given by cells 1 and 2. Rename it in one of them first.",
  );
});

test("where a name stands is told before it is renamed, also by the name alone", () => {
  language.update([
    { id: 7, mode: "ts", source: "const limit = 1; limit" },
    { id: 9, mode: "md", source: "${limit}" },
  ]);
  const told = { ok: true, name: "limit", count: 3, cells: [7, 9] };
  expect(language.renameable({ id: 9, at: 3 })).toEqual(told);
  expect(language.renameable({ name: "limit" })).toEqual(told);
  expect(language.renameable({ name: "gone" })).toEqual({ ok: false, message: "No cell gives gone." });
});
