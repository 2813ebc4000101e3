import { expect, test } from "vitest";
import { cursorOfMoment, listSearch, momentAfter, numberAfter, pageQuery, toPage } from "./page";

test("a page ends with the cursor of the next where a row more was read, and without where none was", () => {
  expect(toPage([1, 2, 3], 2, String)).toEqual({ rows: [1, 2], next: "2" });
  expect(toPage([1, 2], 2, String)).toEqual({ rows: [1, 2], next: null });
  expect(toPage([], 2, String)).toEqual({ rows: [], next: null });
});

test("a cursor is read as it was given, and anything else is refused by name", () => {
  expect([numberAfter(undefined), numberAfter("0"), numberAfter("2147483647")]).toEqual([
    null,
    0,
    2_147_483_647,
  ]);
  const at = new Date("2026-01-02T03:04:05.678Z");
  expect(momentAfter(cursorOfMoment(at, "a-b"))).toEqual({ at, id: "a-b" });
  for (const odd of ["2147483648", "-1", "1.5", "x", " 1"])
    expect(() => numberAfter(odd), odd).toThrow("after: expected the cursor of the page before.");
  for (const odd of ["", "x", "12", "12-", "1e3-x"])
    expect(() => momentAfter(odd), odd).toThrow("after: expected the cursor of the page before.");
});

test("an API is strict about pages, and a page's address is not", () => {
  expect(pageQuery.safeParse({ limit: "0" }).success).toBe(false);
  expect(pageQuery.safeParse({ before: "1" }).success).toBe(false);
  expect(pageQuery.parse({})).toEqual({ limit: 200 });
  expect(listSearch.parse({ after: "", limit: "5", view: "rows" })).toEqual({ limit: 100 });
});
