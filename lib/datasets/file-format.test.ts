import { expect, test } from "vitest";
import { formatOf } from "./file-format";

test("a file is read by the end of its name, in either case, and as CSV where that says nothing", () => {
  expect(["a.parquet", "a.PQ"].map(formatOf)).toEqual(["parquet", "parquet"]);
  expect(["a.ndjson", "a.JSONL"].map(formatOf)).toEqual(["ndjson", "ndjson"]);
  expect(["a.csv", "a.txt", "parquet", "a.parquet.csv"].map(formatOf)).toEqual(Array(4).fill("csv"));
});
