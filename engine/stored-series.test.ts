import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { openColumns, storeColumn } from "./stored-series";

test("a column that waits in a file is read whole and in parts, and its file is gone afterwards", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-columns-"));
  const values = Float64Array.from({ length: 70_000 }, (_, i) => (i % 7 === 0 ? NaN : i / 3));
  const file = storeColumn(values, folder);
  expect(readdirSync(folder)).toHaveLength(1);
  openColumns({ numeric: new Map([["a", file]]), ranks: new Map() }, ({ numeric }) => {
    const column = numeric.get("a")!;
    expect(column.part(0, column.length)).toEqual(values);
    expect(column.part(69_998, 10)).toEqual(values.slice(69_998));
  });
  expect(readdirSync(folder)).toHaveLength(0);
});
