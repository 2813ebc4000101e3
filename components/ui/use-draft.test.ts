import { expect, test } from "vitest";
import * as z from "zod";
import { readDraft, writeDraft } from "./use-draft";

const shelfOf = (entries: Record<string, string> = {}) => {
  const kept = new Map(Object.entries(entries));
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
};
const steps = z.array(z.strictObject({ kind: z.string() })).min(1);
const now = new Date("2026-03-01T12:00:00Z");

test("a draft comes back as it was left, with when that was", () => {
  const shelf = shelfOf();
  writeDraft(shelf, "d", { value: [{ kind: "drop" }], at: now });
  expect(readDraft(shelf, "d", steps, now)).toEqual({ value: [{ kind: "drop" }], at: now });
});

test("a draft that is too old, or is none any more, is forgotten", () => {
  const old = JSON.stringify({ value: [{ kind: "drop" }], at: "2026-01-01T00:00:00Z" });
  const other = JSON.stringify({ value: [{ sort: "drop" }], at: now });
  for (const text of [old, other, "{", "null", JSON.stringify({ value: [], at: now })]) {
    const shelf = shelfOf({ d: text });
    expect(readDraft(shelf, "d", steps, now), text).toBeNull();
    expect(shelf.kept.has("d")).toBe(false);
  }
});

test("a browser without room keeps no draft, and the work goes on", () => {
  const full = {
    ...shelfOf(),
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
  };
  expect(() => writeDraft(full, "d", { value: [{ kind: "drop" }], at: now })).not.toThrow();
});
