import { expect, test } from "vitest";
import { readClientLink } from "./client-link";

const uid = "0123456789abcdef0123456789abcdef";

test.each([
  [`#/experiments/1/runs/${uid}`, { kind: "run", uid }],
  [`/experiments/1/runs/${uid}/artifacts?x=1`, { kind: "run", uid }],
  ["#/experiments/12", { kind: "experiment", number: 12 }],
  ["#/experiments/12/overview", { kind: "experiment", number: 12 }],
  ["#/experiments", { kind: "experiments" }],
  ["#/models", { kind: "models" }],
  ["#/models/NEO%20%C3%BC", { kind: "model", name: "NEO ü", version: null }],
  ["#/models/NEO/versions/3", { kind: "model", name: "NEO", version: 3 }],
  ["#/models/50%", { kind: "model", name: "50%", version: null }],
  [
    `#/compare-runs?runs=${encodeURIComponent(`["${uid}","b"]`)}&experiments=["1"]`,
    { kind: "compare", uids: [uid, "b"] },
  ],
  ["#/compare-runs?runs=nonsense", { kind: "compare", uids: [] }],
  ["#/prompts/x", null],
  ["", null],
])("%s leads to %j", (fragment, link) => expect(readClientLink(fragment).link).toEqual(link));

test("a link names the workspace where it is that of a whole server", () => {
  expect(readClientLink("#/experiments/1?workspace=neo%2F1").workspace).toBe("neo/1");
  expect(readClientLink("#/experiments/1").workspace).toBeNull();
});
