import { expect, test } from "vitest";
import { completionAt } from "./completion";
import type { Field } from "./fields";

const fields: Field[] = [
  {
    kind: "attribute",
    name: "status",
    values: [
      { text: "FINISHED", runs: 3 },
      { text: "FAILED", runs: 1 },
    ],
  },
  { kind: "metric", name: "f1", values: null },
  { kind: "metric", name: "system/cpu usage", values: null },
  { kind: "param", name: "depth", values: [{ text: "3", runs: 2 }] },
  { kind: "tag", name: "team", values: [{ text: "it's", runs: 1 }] },
];
const texts = (text: string) => completionAt(text, text.length, fields).options.map((option) => option.text);

test("a name is completed by any part of it, quoted where it must be", () => {
  expect(texts("f")).toEqual(["metrics.f1"]);
  expect(texts("metrics.")).toEqual(["metrics.f1", "metrics.`system/cpu usage`"]);
  expect(texts("params.d")).toEqual(["params.depth"]);
  expect(texts("cpu")).toEqual(["metrics.`system/cpu usage`"]);
  expect(texts("status = 'FINISHED' and tea")).toEqual(["tags.team"]);
  expect(completionAt("metrics.sys", 11, fields).search).toBe("sys");
});

test("behind a name stands what compares it, behind that its values", () => {
  expect(texts("metrics.f1 ")).toEqual(["=", "!=", "<", "<=", ">", ">="]);
  expect(texts("status L")).toEqual(["LIKE"]);
  expect(texts("status = ")).toEqual(["'FINISHED'", "'FAILED'"]);
  expect(texts("status = fa")).toEqual(["'FAILED'"]);
  expect(texts("status IN ('FINISHED', ")).toEqual(["'FAILED'", "'FINISHED'"].toReversed());
  expect(texts("tags.team = ")).toEqual([`"it's"`]);
  expect(texts("status = 'FINISHED' ")).toEqual(["and"]);
});

test("an and inside of quotes ends nothing", () => {
  expect(texts("tags.team = 'a and tea")).toEqual([]);
});
