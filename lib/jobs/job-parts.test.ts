import { expect, test } from "vitest";
import { isJobPart, secondPart } from "./job-parts";

test("a part of a job is one that some kind of job has, and nothing else", () => {
  expect(["previous", "upload", secondPart(0), secondPart(99)].every(isJobPart)).toBe(true);
  expect(["", "step-", "step-100", "step--1", "../x", "rows"].some(isJobPart)).toBe(false);
});
