import { expect, test } from "vitest";
import { rowsListOf, saidOfEnvelope } from "./json-rows";

const list = (path: string, items = 2, objects = items) => ({ path, items, objects });

test("the only list of objects holds the rows; of several one is named", () => {
  const both = { lists: [list("/a"), list("/b")], envelope: { a: [], b: [] } };
  expect(rowsListOf({ ...both, lists: [list("/a"), list("/b", 2, 0)] }, undefined).path).toBe("/a");
  expect(rowsListOf(both, "/b").path).toBe("/b");
  expect(() => rowsListOf(both, undefined)).toThrow("There are /a (2 items), /b (2 items).");
  expect(() => rowsListOf(both, "/c")).toThrow("The list /c is not in the file.");
  expect(() => rowsListOf({ lists: [list("", 0)], envelope: [] }, "")).toThrow("of the file itself is empty");
});

test("other lists and values beside the rows are said by their places", () => {
  const envelope = { data: [], next: null, meta: { "a/b": 1 }, tags: [] };
  expect(saidOfEnvelope({ lists: [list("/data"), list("/tags", 3, 0)], envelope }, "/data")).toEqual([
    "Rows are the list /data",
    "3 other values not read: /tags, /next, /meta/a~1b",
  ]);
  expect(saidOfEnvelope({ lists: [list("")], envelope: [] }, "")).toEqual([]);
});
