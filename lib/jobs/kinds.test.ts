import * as z from "zod";
import { expect, test } from "vitest";
import { accessOf, jobKindOf, jobKinds } from "./kinds";
import { jobKind } from "./kinds/kind";

test("a kind that declares nothing may do nothing, is tried once and forgets its spec", () => {
  const bare = jobKind({ name: "bare", label: "Bare", spec: z.strictObject({}), result: z.strictObject({}) });
  expect(bare).toMatchObject({ access: "nothing", retry: { attempts: 1, byHand: false }, keepsSpec: false });
  expect(bare.needs({})).toEqual({ slots: 1, labels: [] });
});

test("a kind that is not declared has no rights and cannot be asked for", () => {
  for (const name of ["script", "constructor", "__proto__", ""]) {
    expect(accessOf(name)).toBe("nothing");
    expect(() => jobKindOf(name)).toThrow(`There is no kind of job called ${name}.`);
  }
});

test("every kind stands in the registry under its own name", () => {
  expect(Object.entries(jobKinds).map(([key, { name }]) => [key, name])).toEqual(
    Object.keys(jobKinds).map((name) => [name, name]),
  );
});
