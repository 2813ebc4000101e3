import { expect, test } from "vitest";
import { madeVersionIn } from "./made-version";

test("a report tells of a version where its job made one", () => {
  const made = { dataset: "bodies", version: 2, rows: 300, columns: 5 };
  expect(madeVersionIn(JSON.stringify(made))).toEqual(made);
  expect(madeVersionIn(JSON.stringify({ counts: {}, left: [] }))).toBeNull();
  expect(madeVersionIn(null)).toBeNull();
});
