import { expect, test } from "vitest";
import { wrongAttempt } from "./sign-in-attempts";

const now = new Date("2026-01-01T12:00:00Z");
const attempt = (wasLast: boolean, until: string) => ({
  source: "s",
  counted: ["one:s"],
  wasLast,
  until: new Date(until),
});

test("a wrong attempt does not tell whether there is such an account", () => {
  const { code, message } = wrongAttempt(attempt(false, "2026-01-01T12:10:00Z"), now);
  expect([code, message]).toEqual(["UNAUTHENTICATED", "Email and password do not match."]);
});

test.each([
  ["whole minutes", "2026-01-01T12:10:00Z", "10 min"],
  ["a begun minute, in full", "2026-01-01T12:09:01Z", "10 min"],
  ["a moment, as one minute", "2026-01-01T12:00:00.001Z", "1 min"],
  ["a time that has just passed, as one minute", "2026-01-01T11:59:59Z", "1 min"],
])("the last attempt says how long to wait: %s", (_, until, wait) => {
  const { code, message } = wrongAttempt(attempt(true, until), now);
  expect(code).toBe("TOO_MANY");
  expect(message).toBe(`Too many attempts to sign in. Try again in ${wait}.`);
});
