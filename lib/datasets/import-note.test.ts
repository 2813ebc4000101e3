import { expect, test } from "vitest";
import { importNoteSchema, noteOf, sentencesOf, withFileNotes } from "./import-note";

test("a note says what was missing by its code, what was not finite, and why a column is text", () => {
  expect(sentencesOf({ column: "a", missing: { "": 1_200, NA: 3, None: 0 }, notFinite: 2 })).toEqual([
    "1,203 missing: 1,200 empty, 3 “NA”",
    "2 infinite or not a number, now missing",
  ]);
  expect(sentencesOf({ column: "a", rounded: { count: 9, example: "2458318.586741341018" } })).toEqual([
    "9 rounded to 17 digits, such as “2458318.586741341018”",
  ]);
  expect(sentencesOf({ column: "b", kept: { why: "day or month", example: "01/02/2020" } })).toEqual([
    "kept as text, such as “01/02/2020”: its dates may begin with the day or the month",
  ]);
});

test("a code of missing cells may be as long as the options allow", () => {
  const missing = { ["not measured yet, ".repeat(20)]: 1 };
  expect(importNoteSchema.safeParse({ columns: [{ column: "a", missing }] }).success).toBe(true);
});

test("columns with nothing to say are left out, and a file without any has no note", () => {
  expect(noteOf([{ column: "a" }, { column: "b", missing: { "": 0 } }])).toBeNull();
  expect(noteOf([{ column: "a" }, { column: "b", notFinite: 1 }])).toEqual({
    columns: [{ column: "b", notFinite: 1 }],
  });
});

test("what there is to say of the whole file stands before what its columns say", () => {
  expect(withFileNotes(null, [])).toBeNull();
  expect(withFileNotes(null, ["2 files"])).toEqual({ file: ["2 files"], columns: [] });
  const note = { file: ["3 hidden rows"], columns: [{ column: "b", notFinite: 1 }] };
  expect(withFileNotes(note, ["2 files"])).toEqual({ ...note, file: ["2 files", "3 hidden rows"] });
});

test("cells of several kinds are counted, with a text among them", () => {
  const mixed = { number: 11, date: 0, boolean: 0, text: 1, example: "pendiente" };
  expect(sentencesOf({ column: "a", mixed })).toEqual([
    "holds 11 number cells, 1 text cell, such as “pendiente”",
  ]);
});
