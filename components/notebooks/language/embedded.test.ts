import { expect, test } from "vitest";
import type { CellMode } from "@/lib/notebooks/schema";
import { embeddedText, expressionsIn } from "./embedded";

const found = (mode: CellMode, source: string) =>
  expressionsIn({ mode, source }).map(({ start, end }) => source.slice(start, end));

test("expressions of a query and of Markdown are found whatever brackets stand in them", () => {
  expect(
    found("sql", "select * from t where h < ${limit} and n in ${[1, 2].map((n) => ({ n }).n)} -- }"),
  ).toEqual(["limit", "[1, 2].map((n) => ({ n }).n)"]);
  expect(found("md", "# ${title}\nof ${`a ${rows.length} }`} and `code` ${/[}]/.test('}')} left }")).toEqual([
    "title",
    "`a ${rows.length} }`",
    "/[}]/.test('}')",
  ]);
});

test("what is no expression when it runs is none: escaped in Markdown, and nothing else", () => {
  expect(found("md", "costs \\${price} or ${price}")).toEqual(["price"]);
  expect(found("sql", "select '\\${price}', `x`, $1, {a}")).toEqual(["price"]);
});

test("of other languages nothing is an expression", () => {
  expect(found("python", "f'${limit}'")).toEqual([]);
});

test("code that is written right now ends with its bracket or its line", () => {
  expect(found("sql", "select ${lim\nfrom t")).toEqual(["lim"]);
  expect(found("sql", "select ${rows.} from t")).toEqual(["rows."]);
  expect(found("md", "${")).toEqual([""]);
});

test("as TypeScript every place in a cell stays what it is", () => {
  const source = "select 'it''s' from t\nwhere h < ${limit} and x = ${}";
  const text = embeddedText({ mode: "sql", source });
  expect(text.indexOf("limit")).toBe(source.indexOf("limit"));
  expect(text.trim()).toBe(`;(limit)${" ".repeat(10)};;`);
  expect(text.split("\n").length).toBe(2);
  expect(embeddedText({ mode: "md", source: "no code" }).trim()).toBe("");
});
