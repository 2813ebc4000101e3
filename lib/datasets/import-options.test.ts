import { expect, test } from "vitest";
import { importOptionsField, importOptionsSchema } from "./import-options";

const csv = (options: object) => importOptionsSchema.safeParse({ format: "csv", ...options });

test("options may leave out everything but the format", () => {
  for (const format of ["csv", "ndjson", "parquet"])
    expect(importOptionsSchema.parse({ format })).toEqual({ format });
});

test("what is no option, or stands twice, is refused", () => {
  expect(csv({ delimeter: ";" }).success).toBe(false);
  expect(csv({ headerLines: 6 }).success).toBe(false);
  expect(csv({ columns: [{ name: "x" }, { name: "x" }] }).success).toBe(false);
  expect(importOptionsSchema.safeParse({ format: "parquet", delimiter: ";" }).success).toBe(false);
});

test.each([",", ";", "\t", "|", ":", "^", "~"])("%j may stand between cells", (delimiter) => {
  expect(csv({ delimiter }).success).toBe(true);
});

test.each(["", ";;", "a", "7", '"', " ", "\n", "é"])("%j may not stand between cells", (delimiter) => {
  expect(csv({ delimiter }).success).toBe(false);
});

test("a form carries options as JSON", () => {
  expect(importOptionsField.parse('{"format":"csv","decimal":","}')).toEqual({ format: "csv", decimal: "," });
  expect(importOptionsField.safeParse("csv").success).toBe(false);
});
