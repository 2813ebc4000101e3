import { expect, test } from "vitest";
import { jobsAddress } from "./jobs-address";

test("the address carries what is asked for and nothing else", () => {
  const none = { status: undefined, kind: undefined, person: undefined, group: undefined, after: undefined };
  expect(jobsAddress("neo", none)).toBe("/projects/neo/jobs");
  expect(jobsAddress("neo", { ...none, status: "open", person: "a&b" })).toBe(
    "/projects/neo/jobs?status=open&person=a%26b",
  );
});
