import { expect, test } from "vitest";
import { takesAway } from "./not-over";

const allow = (role: "VIEWER" | "EDITOR" | "MAINTAINER") => ({ effect: "allow", role }) as const;
const deny = (role: "VIEWER" | "EDITOR") => ({ effect: "deny", role }) as const;

test("a right takes away where it is weaker than the one before, or forbids what was not forbidden", () => {
  expect(takesAway([], [deny("VIEWER")])).toBe(true);
  expect(takesAway([deny("EDITOR")], [deny("VIEWER")])).toBe(true);
  expect(takesAway([allow("EDITOR")], [allow("VIEWER")])).toBe(true);
  expect(takesAway([allow("VIEWER")], [])).toBe(true);
});

test("one that gives more, or forbids less, takes nothing away", () => {
  expect(takesAway([], [allow("VIEWER")])).toBe(false);
  expect(takesAway([allow("VIEWER")], [allow("MAINTAINER")])).toBe(false);
  expect(takesAway([deny("VIEWER")], [deny("EDITOR")])).toBe(false);
  expect(takesAway([deny("VIEWER")], [])).toBe(false);
});
