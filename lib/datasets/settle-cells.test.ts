import { expect, test } from "vitest";
import { missingCodes } from "./import-note";
import type { ImportedWith } from "./import-options";
import { settledOptions } from "./settle-cells";

const read: ImportedWith = {
  asked: { format: "csv", headerLines: 2, columns: [{ name: "y", type: "text" }, { name: "x" }] },
  used: {
    format: "csv",
    delimiter: ";",
    columns: [{ name: "x", type: "number", decimal: ",", replace: [{ from: "a", to: "1" }] }],
  },
};
const x = (how: Parameters<typeof settledOptions>[2], of = read) =>
  settledOptions(of, "x", how).columns?.find(({ name }) => name === "x");

test("what was asked of the file and of its other columns stays, nothing that was found out joins", () => {
  const after = settledOptions(read, "x", { as: "text" });
  expect(after).toMatchObject({ format: "csv", headerLines: 2 });
  expect(after).not.toHaveProperty("delimiter");
  expect(after.columns?.map(({ name }) => name)).toEqual(["y", "x"]);
});

test("cells are kept as text, dropped with their rows, replaced, or missing by what stands in them", () => {
  expect(x({ as: "text" })).toEqual({ name: "x", type: "text", replace: [{ from: "a", to: "1" }] });
  expect(x({ as: "drop rows" })).toMatchObject({ type: "number", decimal: ",", onFail: "drop rows" });
  const texts = [
    { from: "b", to: "2" },
    { from: "a", to: "3" },
  ];
  expect(x({ as: "replace", texts })?.replace).toEqual(texts);
  expect(x({ as: "missing", texts: [" gone", "b"] })?.missing).toEqual([...missingCodes, "gone", "b"]);
});

test("more texts than there may be codes are read as if nothing stood there", () => {
  const many = Array.from({ length: 200 }, (_, i) => `t${i}`);
  const after = x({ as: "missing", texts: many });
  expect(after?.missing).toBeUndefined();
  expect(after?.replace).toHaveLength(201);
});

test("a column of which nothing was asked joins the others", () => {
  const remembered = { ...read, asked: { format: "csv" as const } };
  expect(x({ as: "drop rows" }, remembered)).toMatchObject({ type: "number", onFail: "drop rows" });
});
