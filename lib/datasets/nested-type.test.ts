import { expect, test } from "vitest";
import { finiteInside } from "./nested-type";

test("numbers inside of lists, structs and maps are missing where they are not finite", () => {
  expect(finiteInside("c", "DOUBLE[]")).toBe(
    "list_transform(c, lambda e0: CASE WHEN isfinite(e0) THEN e0 END)",
  );
  expect(finiteInside("c", 'STRUCT("a ""b, (" FLOAT, n INTEGER)')).toBe(
    `CASE WHEN c IS NOT NULL THEN struct_pack("a ""b, (" := ` +
      `CASE WHEN isfinite(struct_extract(c, 'a "b, (')) ` +
      `THEN struct_extract(c, 'a "b, (') END, "n" := struct_extract(c, 'n')) END`,
  );
  expect(finiteInside("c", "MAP(VARCHAR, DOUBLE[])")).toContain(
    "map_from_entries(list_transform(map_entries(c)",
  );
});

test("what holds no such number stays as it is", () => {
  for (const type of ["INTEGER[]", "STRUCT(a VARCHAR, b DECIMAL(10,2)[])", "MAP(DOUBLE, INTEGER)", "VARCHAR"])
    expect(finiteInside("c", type)).toBeNull();
});
