import { expect, test } from "vitest";
import { endOfJob } from "./job-end";

const job = { id: "j", status: "RUNNING", error: null, report: null };
const report = JSON.stringify({ dataset: "near earth", version: 2, rows: 3, columns: 4 });

test("a job leads to its version, or says in a sentence why there is none", () => {
  expect(endOfJob("neo", null)).toBeNull();
  expect(endOfJob("neo", job)).toBeNull();
  expect(endOfJob("neo", { ...job, status: "QUEUED" })).toBeNull();
  expect(endOfJob("neo", { ...job, status: "FINISHED", report })).toEqual({
    open: "/projects/neo/data/near%20earth?version=2",
  });
  expect(endOfJob("neo", { ...job, status: "FAILED", error: "Line 3: expected 2 columns." })).toEqual({
    failed: "Line 3: expected 2 columns.",
  });
  expect(endOfJob("neo", { ...job, status: "KILLED" })).toEqual({ failed: "Stopped. No version was made." });
});
