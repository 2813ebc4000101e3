import { expect, test } from "vitest";
import { concerns } from "./listening";

const event = (name: string, detail: Record<string, unknown> | null = {}) => ({
  name,
  subject: { kind: "x", id: "1" },
  detail,
});

test("an open notebook, a recipe and a form are never drawn anew", () => {
  for (const address of ["/notebooks/n1", "/data/neo/prepare", "/train"])
    for (const name of ["job.finish", "run.activity", "notebook.save", "dataset.save", "model.stage"])
      expect(concerns(address, event(name)), `${address} ${name}`).toBe(false);
});

test("a heartbeat draws no page anew", () => {
  for (const address of ["", "/jobs", "/jobs/j1", "/experiments", "/runs/r1"])
    expect(concerns(address, event("job.progress")), address).toBe(false);
});

test("pages hear of what they show", () => {
  expect(concerns("/experiments", event("experiment.rename"))).toBe(true);
  expect(concerns("/experiments/trees", event("run.activity"))).toBe(true);
  expect(concerns("/models", event("model.create"))).toBe(true);
  expect(concerns("/models", event("job.finish"))).toBe(false);
  expect(concerns("/audit", event("model.create"))).toBe(false);
});

test("the page of datasets hears of jobs that make one, and not of those that train", () => {
  expect(concerns("/data", event("job.finish", { run: null }))).toBe(true);
  expect(concerns("/data", event("job.finish", { run: "a" }))).toBe(false);
  expect(concerns("/data/neo", event("job.finish", { run: null }))).toBe(false);
});

test("a run's page hears of its own points, and of all where there were more than are named", () => {
  expect(concerns("/runs/a", event("run.activity", { started: [], logged: ["a"], more: false }))).toBe(true);
  expect(concerns("/runs/b", event("run.activity", { started: [], logged: ["a"], more: false }))).toBe(false);
  expect(concerns("/runs/b", event("run.activity", { started: [], logged: ["a"], more: true }))).toBe(true);
});
