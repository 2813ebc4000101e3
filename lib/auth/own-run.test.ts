import { expect, test } from "vitest";
import { touchesOnlyRun } from "./own-run";

const [own, other] = [
  { kind: "run" as const, uid: "own" },
  { kind: "run" as const, uid: "other" },
];

test("an attempt whose secret opens its own run reads and writes that run", () => {
  expect(touchesOnlyRun("own", "run:read", [own])).toBe(true);
  expect(touchesOnlyRun("own", "run:write", [own, own])).toBe(true);
});

test("and nothing else: no other run, no list, no experiment, no model, no job, no deletion", () => {
  expect(touchesOnlyRun("own", "run:write", [other])).toBe(false);
  expect(touchesOnlyRun("own", "run:read", [own, other])).toBe(false);
  expect(touchesOnlyRun("own", "run:read", [])).toBe(false);
  expect(touchesOnlyRun("own", "run:read", "filtered")).toBe(false);
  expect(touchesOnlyRun("own", "run:write", [own, { kind: "experiment", name: "x" }])).toBe(false);
  expect(touchesOnlyRun("own", "run:read", [{ kind: "model", name: "own" }])).toBe(false);
  expect(touchesOnlyRun("own", "run:read", [{ ...own, permission: "run:delete" }])).toBe(false);
  for (const permission of ["run:delete", "job:start", "project:read", "model:register"] as const)
    expect(touchesOnlyRun("own", permission, [own])).toBe(false);
});
