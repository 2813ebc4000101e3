import { expect, test } from "vitest";
import { fromFrame } from "./protocol";

const error = { name: "Error", message: "no", line: 1 };

test.each<[unknown, string]>([
  [{ op: "failed", id: 1, error }, "a failure that does not say of which run"],
  [{ op: "failed", id: 1, version: 2, error: { ...error, message: "x".repeat(5_000) } }, "an endless text"],
  [{ op: "heights", heights: [[1, 1e9]] }, "a height that no page has"],
  [{ op: "done", id: 1, version: 2, milliseconds: Number.NaN, variables: [] }, "a time that is no number"],
  [{ op: "request", n: 1, request: { kind: "save", name: "x", arrow: new Uint8Array() } }, "a save"],
  [{ op: "offer", id: 1, version: 1, offer: { n: 1, name: "x", rows: 1, columns: 1, arrow: 1 } }, "more"],
  [{ op: "eval", code: "1" }, "a message that there is not"],
  ["ready", "a text"],
  [null, "nothing"],
])("the page does not believe %j: %s", (message) => {
  expect(fromFrame.safeParse(message).success).toBe(false);
});

test("the page hears what cells have to say", () => {
  for (const message of [
    { op: "failed", id: 1, version: 2, error },
    { op: "heights", heights: [[1, 120.5]] },
    { op: "offer", id: 1, version: 1, offer: { n: 1, name: "x", rows: 1, columns: 1 } },
    { op: "taken", n: 1, bytes: new Uint8Array(3), message: null },
    { op: "files", id: 1, files: [{ n: 2, kind: "chart" }], more: 0 },
  ])
    expect(fromFrame.safeParse(message).success).toBe(true);
});
