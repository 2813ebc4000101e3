import { expect, test } from "vitest";
import { isOfSeveral } from "./several-options";

test("a column that names the file is offered for archives of every format but Excel", () => {
  const offered = (fileName: string) =>
    (["csv", "json", "ndjson", "parquet", "xlsx"] as const).filter((format) =>
      isOfSeveral({ format }, fileName),
    );
  expect(offered("may.zip")).toEqual(["csv", "json", "ndjson", "parquet"]);
  expect(offered("may.json")).toEqual(["parquet"]);
});
