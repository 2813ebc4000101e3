import { expect, test } from "vitest";
import { idle, type CellState } from "./cell-state";
import { runNews } from "./run-news";

const end = (number: number, state: Partial<CellState>) => ({ number, state: { ...idle, ...state } });
const error = { name: "Error", message: "missing is not defined", line: 1 };
const done = (number: number) => end(number, { status: "done", milliseconds: 40 });

test("few runs are told one by one, with how long they took or what went wrong", () => {
  expect(runNews([])).toBe("");
  expect(runNews([done(3), end(4, { status: "failed", error })])).toBe(
    "Cell 3 done in 40 ms. Cell 4 failed: missing is not defined.",
  );
  expect(runNews([end(5, { status: "stopped" })])).toBe("Cell 5 stopped.");
  expect(runNews([end(6, { status: "done", late: { first: [error], count: 1 } })])).toBe(
    "Cell 6 failed later: missing is not defined.",
  );
});

test("many runs at once are told as numbers", () => {
  const ends = Array.from({ length: 12 }, (_, i) => done(i + 1));
  expect(runNews([...ends, end(13, { status: "failed", error })])).toBe("12 cells done, 1 failed.");
  expect(runNews(ends)).toBe("12 cells done.");
});
