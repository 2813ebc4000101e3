import { expect, test } from "vitest";
import { readFromPage } from "./live-protocol";

test("only what a page says is read", () => {
  const at = { cell: 2, anchor: 1, head: 4 };
  expect(readFromPage(JSON.stringify({ op: "at", at }))).toEqual({ op: "at", at });
  for (const text of [
    "",
    "{",
    "[]",
    '{"op":"shout"}',
    '{"op":"save","n":-1}',
    '{"op":"save","n":1,"more":2}',
    '{"op":"change","n":1,"update":"not base64!"}',
    '{"op":"at","at":{"cell":"2"}}',
  ])
    expect(readFromPage(text), text).toBeNull();
});
