import { expect, test } from "vitest";
import { carriedDictionary, dictionarySchema, targetIn, withEntry, type Dictionary } from "./dictionary";

const dictionary: Dictionary = [
  { name: "id", role: "id", type: "integer", unique: true },
  { name: "size", unit: "km", least: 0 },
  { name: "y", role: "target" },
];

test("an entry takes the place of the former one, and one that says nothing ends it", () => {
  expect(withEntry(dictionary, { name: "size", unit: "m" })).toContainEqual({ name: "size", unit: "m" });
  expect(withEntry(dictionary, { name: "size" }).map(({ name }) => name)).toEqual(["id", "y"]);
});

test("there is one target: a new one takes the role from the old", () => {
  expect(withEntry(dictionary, { name: "size", role: "target" })).toEqual([
    { name: "id", role: "id", type: "integer", unique: true },
    { name: "y" },
    { name: "size", role: "target" },
  ]);
  expect(
    dictionarySchema.safeParse([
      { name: "a", role: "target" },
      { name: "b", role: "target" },
    ]).success,
  ).toBe(false);
  expect(dictionarySchema.safeParse([{ name: "a" }, { name: "a" }]).success).toBe(false);
  expect(targetIn(dictionary, [{ name: "y", type: "boolean" }])).toBe("y");
  expect(targetIn(dictionary, [{ name: "size", type: "number" }])).toBeNull();
});

test("a recipe carries entries over to the columns that it keeps, renamed ones under their new names", () => {
  const columns = [
    { name: "key", type: "text" },
    { name: "y", type: "boolean" },
  ] as const;
  const steps = [
    { kind: "rename", from: "id", to: "key" },
    { kind: "drop", columns: ["size"] },
  ] as const;
  expect(carriedDictionary(dictionary, steps as never, columns)).toEqual([
    { name: "key", role: "id", unique: true },
    { name: "y", role: "target" },
  ]);
});
