import { expect, test } from "vitest";
import { jsonLists } from "./json-lists";

function walked(text: string, path: string, size: number) {
  const bytes = Buffer.from(text);
  const items: [string, number][] = [];
  const walk = jsonLists({ path, item: (item, line) => items.push([item.trim(), line]) });
  for (let i = 0; i < bytes.length; i += size) walk.push(bytes.subarray(i, i + size));
  return { ...walk.end(), items };
}

test("lists are found with their places and counted, whatever the pieces the file comes in", () => {
  const text = '{"n": 1,\n"a": {"é\\"[": [{"x": "]},{"},\n{"y": [1, [2]]}, 3, "s"]},\n"b": []}';
  for (const size of [1, 2, 3, 7, 1_000]) {
    const { lists, envelope, items } = walked(text, '/a/é"[', size);
    expect(lists).toEqual([
      { path: '/a/é"[', items: 4, objects: 2 },
      { path: "/b", items: 0, objects: 0 },
    ]);
    expect(envelope).toEqual({ n: 1, a: { 'é"[': [] }, b: [] });
    expect(items).toEqual([
      ['{"x": "]},{"}', 2],
      ['{"y": [1, [2]]}', 3],
      ["3", 3],
      ['"s"', 3],
    ]);
  }
});

test("items of other lists are not handed out", () => {
  expect(walked('{"a":[1,2],"b":[3]}', "/b", 4).items).toEqual([["3", 1]]);
});
