import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { stepSchema } from "./datasets/recipe";
import { sentenceOfIssues } from "./issue-words";

function said(schema: z.ZodType, value: unknown): string {
  const { error } = schema.safeParse(value);
  return error ? sentenceOfIssues(error.issues) : "";
}

const object = z.strictObject({ name: z.string().min(1), depth: z.number().int().max(5).optional() });

test.each<[z.ZodType, unknown, string]>([
  [object, {}, "name: is missing"],
  [object, { name: 7 }, "name: expected text"],
  [object, { name: "" }, "name: expected a value"],
  [object, { name: "a", depth: 1.5 }, "depth: expected a whole number"],
  [object, { name: "a", depth: 6 }, "depth: expected at most 5"],
  [object, { name: "a", nmae: 1 }, 'Unknown field "nmae"'],
  [object, { name: "a", x: 1, y: 2 }, 'Unknown fields "x", "y"'],
  [object, null, "Expected an object"],
  [object, { name: "", depth: "x" }, "name: expected a value; depth: expected a number"],
  [z.number(), NaN, "Expected a number"],
  [z.coerce.number(), "abc", "Expected a number"],
  [z.number().positive(), 0, "Expected more than 0"],
  [z.number().multipleOf(2), 3, "Expected a multiple of 2"],
  [z.string().max(1), "abc", "Expected at most 1 character"],
  [z.array(z.string()).max(2_000), Array(2_001).fill(""), "Expected at most 2,000 entries"],
  [z.array(z.string()).min(1), [], "Expected at least 1 entry"],
  [z.email(), "x", "Expected an e-mail address"],
  [z.url(), "x", "Expected a web address"],
  [z.iso.datetime(), "x", "Expected a date and time, such as 2026-01-31T12:00:00Z"],
  [z.string().regex(/x/), "a", "Expected another form"],
  [z.string().regex(/x/, "expected an x"), "a", "Expected an x"],
  [z.enum(["a", "b"]), "c", 'Expected one of "a", "b"'],
  [z.literal("neo"), "x", 'Expected "neo"'],
  [z.enum(Array.from({ length: 14 }, (_, i) => `o${i}`)), "x", "or 2 more"],
  [z.boolean(), "yes", "Expected true or false"],
  [z.record(z.string().regex(/^x$/), z.number()), { a: 1 }, 'a: the name "a" cannot be used'],
  [z.union([z.string(), z.number()]), null, "Expected another kind of value"],
  [stepSchema, { kind: "dorp" }, 'kind: expected one of "drop", "select"'],
  [stepSchema, { kind: "drop", columns: [] }, "columns: expected at least"],
  [z.array(object), [{ name: "a" }, { name: 1 }], "1.name: expected text"],
  [z.string().refine(() => false, "there is no such column"), "x", "There is no such column"],
])("%#: what is wrong is said to a person", (schema, value, sentence) => {
  expect(said(schema, value)).toContain(sentence);
});

test("of a choice between kinds, the nearest one says what it lacks", () => {
  const choice = z.union([
    z.object({ kind: z.literal("tree"), options: z.object({ depth: z.number() }) }),
    z.object({ kind: z.literal("forest"), trees: z.number() }),
  ]);
  expect(said(choice, { kind: "tree", options: { depth: "deep" } })).toBe("options.depth: expected a number");
});

test("no input brings a validator's own words before a person", () => {
  const values = fc.oneof(fc.jsonValue(), fc.record({ kind: fc.string(), columns: fc.jsonValue() }));
  fc.assert(
    fc.property(
      fc.constantFrom<z.ZodType>(object, stepSchema, z.array(stepSchema)),
      values,
      (schema, value) => {
        expect(said(schema, value)).not.toMatch(/Invalid|Too small|Too big|Unrecognized|received|undefined/);
      },
    ),
  );
});
