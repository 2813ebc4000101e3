import { expect, test } from "vitest";
import { storedTitle, storedWords } from "./stored-words";

const run = { hash: "", state: "done" as const, ranBy: "Inés", ranAt: "2026-11-27T06:00:00.000Z" };

test("a stored output says who ran it and when", () => {
  expect(storedTitle(run)).toBe("Run by Inés, 2026-11-27 06:00:00 UTC");
  expect(storedTitle({ ...run, state: "failed" })).toBe("Failed when run by Inés, 2026-11-27 06:00:00 UTC");
  expect(storedWords(run, new Date("2026-11-27T06:12:30Z"))).toBe(", as run by Inés, 12 min ago");
  expect(storedWords(null)).toBe("");
});
