import { expect, test } from "vitest";
import { importedWith, readingOf } from "./imported-with";

test("a file is read as its options say, and else as its name does", () => {
  expect(readingOf("a.parquet", undefined)).toEqual({ format: "parquet" });
  const options = { format: "csv" as const, delimiter: ";" };
  expect(readingOf("a.parquet", options)).toEqual({ format: "csv", options });
});

test("what was asked for is kept apart from what was found out", () => {
  const options = { format: "csv" as const, delimiter: ";" };
  const used = { ...options, encoding: "utf-8" as const };
  expect(importedWith({ format: "csv", options }, used)).toEqual({ asked: options, used });
  expect(importedWith({ format: "ndjson" }, undefined)).toEqual({
    asked: { format: "ndjson" },
    used: { format: "ndjson" },
  });
  // The name said CSV, the bytes say Excel, and nobody asked for either.
  expect(importedWith({ format: "csv" }, { format: "xlsx" })).toEqual({
    asked: { format: "xlsx" },
    used: { format: "xlsx" },
  });
});
