import { expect, test } from "vitest";
import { notebookRunIn } from "./notebook-run";

test("the report of a job tells of the run of a notebook only where it is one", () => {
  expect(notebookRunIn(JSON.stringify({ notebook: "n", number: 2, done: 3 }))).toEqual({
    notebook: "n",
    number: 2,
  });
  expect(notebookRunIn(JSON.stringify({ dataset: "neo", version: 2 }))).toBeNull();
  expect(notebookRunIn(null)).toBeNull();
});
