import { expect, test } from "vitest";
import { isNumbered, lineNumbersFrom, switched } from "./line-numbers";

const numberedOf = (text: string | null, ids: readonly number[]) =>
  ids.filter((id) => isNumbered(lineNumbersFrom(text), id));

test("lines are numbered in one cell, then in all, then in all but one", () => {
  const one = switched(lineNumbersFrom(null), 2);
  expect([1, 2].filter((id) => isNumbered(one, id))).toEqual([2]);
  const all = switched(one, null);
  expect([1, 2].filter((id) => isNumbered(all, id))).toEqual([1, 2]);
  const but = switched(all, 1);
  expect([1, 2].filter((id) => isNumbered(but, id))).toEqual([2]);
  expect(switched(but, 1)).toEqual(all);
});

test("what a browser kept is read, and what is no such thing counts as nothing", () => {
  expect(numberedOf(JSON.stringify({ all: true, except: [3] }), [3, 4])).toEqual([4]);
  for (const text of [null, "", "{", "[]", '{"all":1}']) expect(numberedOf(text, [3])).toEqual([]);
});

test("the cells that were switched first are forgotten when there are too many", () => {
  let state = lineNumbersFrom(null);
  for (let id = 1; id <= 501; id += 1) state = switched(state, id);
  expect([isNumbered(state, 1), isNumbered(state, 2), isNumbered(state, 501)]).toEqual([false, true, true]);
});
