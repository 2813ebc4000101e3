import { describe, expect, test } from "vitest";
import type { ColumnSchema } from "@/lib/frame/frame";
import { columnsAfterAll, onNewRows, stepForms, stepSchema, type Step } from "./recipe";
import { stepKinds } from "./steps/all";
import { stepGroups } from "./steps/form";

const columns: ColumnSchema[] = [
  { name: "n", type: "number" },
  { name: "t", type: "text" },
  { name: "d", type: "date" },
];

describe("every kind of step", () => {
  test.each(stepForms.map((form) => [form.kind, form] as const))("%s has a whole form", (kind, form) => {
    const schema = stepKinds.find((one) => one.schema.shape.kind.value === kind)!.schema;
    const asked = form.form.map(({ key }) => key);
    expect(asked.toSorted()).toEqual(
      Object.keys(schema.shape)
        .filter((key) => key !== "kind")
        .toSorted(),
    );
    expect(stepGroups).toContain(form.group);
    for (const key of Object.keys(form.defaults(columns))) expect(asked).toContain(key);
    for (const { when } of form.form) if (when) expect(asked).toContain(when.key);
  });

  test("is known by one word and one title", () => {
    expect(new Set(stepForms.map(({ kind }) => kind)).size).toBe(stepForms.length);
    expect(new Set(stepForms.map(({ title }) => title)).size).toBe(stepForms.length);
  });
});

describe("a recipe", () => {
  const fill: Step = { kind: "missing", columns: ["n"], how: "mean" };
  const split: Step = { kind: "split", how: "random", test: 0.5, seed: 1 };

  test("passes a disabled step by, also where it would be refused", () => {
    expect(columnsAfterAll(columns, [{ kind: "drop", columns: ["gone"], disabled: true }])).toEqual(columns);
    expect(() => columnsAfterAll(columns, [fill, split])).toThrow("move it behind the split");
    expect(columnsAfterAll(columns, [{ ...fill, disabled: true }, split])).toHaveLength(4);
  });

  test("reads what a step says strictly", () => {
    expect(stepSchema.safeParse({ ...fill, disabled: true }).success).toBe(true);
    expect(stepSchema.safeParse({ ...fill, disabled: false }).success).toBe(false);
    expect(stepSchema.safeParse({ ...fill, more: 1 }).success).toBe(false);
  });

  test("knows what it does to rows that are to be predicted", () => {
    expect(onNewRows(fill)).toBe("apply");
    expect(onNewRows({ kind: "missing", columns: ["n"], how: "drop" })).toBe("skip");
    expect(onNewRows(split)).toBe("skip");
  });
});
