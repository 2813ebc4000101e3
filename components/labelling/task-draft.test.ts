import { expect, test } from "vitest";
import { taskBody } from "@/lib/labelling/schema";
import { firstDraft, taskRequest, type TaskDraft } from "./task-draft";

const draft = (more: Partial<TaskDraft>): TaskDraft => ({
  ...firstDraft(["id", "x"]),
  name: "kinds",
  question: "Which?",
  classes: "yes\n no \n\n",
  ...more,
});
const rowsOf = (more: Partial<TaskDraft>) => taskBody.parse(taskRequest(draft(more), 3)).rows;

test("the form of a labelling task makes a request that the API takes, for every way to choose rows", () => {
  expect(taskBody.parse(taskRequest(draft({}), 3))).toMatchObject({
    version: 3,
    classes: ["yes", "no"],
    columns: ["id", "x"],
    perRow: 1,
    rows: { kind: "filter" },
  });
  expect(rowsOf({ filter: " x > 1 " })).toEqual({ kind: "filter", filter: "x > 1" });
  expect(rowsOf({ kind: "keys", keys: "1\n2" })).toEqual({ kind: "keys", column: "id", values: ["1", "2"] });
  expect(rowsOf({ kind: "random", count: "5" })).toEqual({ kind: "random", count: 5, seed: 42 });
  expect(rowsOf({ kind: "uncertain", model: "to v2 or v2 v11" })).toMatchObject({
    model: { name: "to v2 or v2", version: 11 },
  });
  expect(rowsOf({ kind: "uncertain", run: " abc " })).toMatchObject({ model: { run: "abc" } });
});
