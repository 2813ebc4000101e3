import { expect, test } from "vitest";
import { catalogueQuery, catalogueType } from "./catalogue-fields";

test("a page of the catalogue is asked for by group, number and place", () => {
  const query = new URLSearchParams(catalogueQuery({ group: "pha", limit: 7, from: 2_000 }));
  expect([query.get("sb-group"), query.get("limit"), query.get("limit-from")]).toEqual(["pha", "7", "2000"]);
  expect(query.get("fields")!.split(",")).toContain("moid");
});

test("a column that nobody asked for is text", () => {
  expect(["H", "pha", "spkid", "constructor"].map(catalogueType)).toEqual([
    "number",
    "boolean",
    "text",
    "text",
  ]);
});
