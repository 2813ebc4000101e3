import { expect, test } from "vitest";
import { draftOf, entryOfDraft } from "./entry-draft";

test("an entry comes back from its form as it was, commas and quotes in values too", () => {
  const entry = {
    name: "kind",
    unit: "km",
    role: "target",
    required: true,
    allowed: ["a, b", 'say "x"', "c", 5, "007"],
    least: 0,
    most: "2030-01-01",
    missingCodes: [-999, "NA"],
    tolerated: 0.07,
    otherwise: "stop",
  } as const;
  const draft = draftOf({ ...entry, allowed: [...entry.allowed], missingCodes: [...entry.missingCodes] });
  expect(draft.allowed).toBe('"a, b", "say ""x""", c, 5, 007');
  expect(draft.tolerated).toBe("7");
  expect(entryOfDraft("kind", draft)).toEqual(entry);
});

test("a form that says nothing makes an entry that says nothing", () => {
  expect(entryOfDraft("x", draftOf({ name: "x" }))).toEqual({ name: "x" });
});
