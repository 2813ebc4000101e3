import { expect, test } from "vitest";
import { jsonShape } from "./json-shape";

test.each([
  ['[{"a":1},{"a":2}]', "json"],
  ['\ufeff \n[\n{"a":1}]', "json"],
  ["[]", "json"],
  ["[[1,2],[3,4]]", "json"],
  ['{\n"data": [{"a":1}]\n}', "json"],
  ['{"a":1}\n{"a":2}\n', "ndjson"],
  ['{"a":"}\\"{"}\n\n{"a":2}', "ndjson"],
  ['{"a":1}', "either"],
  ['{"a":1}\n', "either"],
  ["id,name\n1,x", null],
  ["[id],name\n1,x", null],
  ["{id},name\n1,x", null],
  ['"a","b"', null],
  ["", null],
])("%j is %s", (text, shape) => {
  expect(jsonShape(text, true)).toBe(shape);
});

test("a first value that does not end in the beginning is one file where it has lines, else either", () => {
  expect(jsonShape('{"data": [\n{"a":1},', false)).toBe("json");
  expect(jsonShape('{"data": [{"a":1},', false)).toBe("either");
});
