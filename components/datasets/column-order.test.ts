import { expect, test } from "vitest";
import type { ColumnProfile } from "@/lib/datasets/profile";
import { sortColumns } from "./column-order";

const column = (name: string, missing: number, value: number | null) =>
  ({
    name,
    missing,
    distinct: missing,
    association: value === null ? null : { value, method: "Pearson" },
  }) as ColumnProfile;
const columns = [column("b10", 2, -0.9), column("b9", 0, 0.5), column("a", 2, null)];
const namesBy = (by: Parameters<typeof sortColumns>[1]) =>
  sortColumns(columns, by, [{ name: "a" }, { name: "b9" }, { name: "b10" }]).map(({ name }) => name);

test("columns stand in the file's order, or by name, missing cells or strength", () => {
  expect(namesBy("file")).toEqual(["a", "b9", "b10"]);
  expect(namesBy("name")).toEqual(["a", "b9", "b10"]);
  expect(namesBy("missing")).toEqual(["a", "b10", "b9"]);
  expect(namesBy("association")).toEqual(["b10", "b9", "a"]);
});
