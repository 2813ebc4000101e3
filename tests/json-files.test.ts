import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byteImporter } from "./import-bytes";
import { zipOf } from "./zip-writer";

const { imported, refusal } = byteImporter();
const json = (value: unknown) => JSON.stringify(value);
const records = [{ id: 1, city: "Lugo" }, { id: 2 }];
const rows = [
  { id: 1, city: "Lugo" },
  { id: 2, city: null },
];

describe("a JSON file is read", () => {
  test.each([
    ["a list of objects", json(records)],
    ["on several lines, with a byte order mark", `\ufeff${JSON.stringify(records, null, 2)}\n`],
    ["in an envelope", json({ count: 2, data: records })],
    ["deep in an envelope", json({ response: { "a/b": { items: records }, ok: true } })],
    ["beside a list of something else", json({ data: records, columns: ["id", "city"], empty: [] })],
  ])("%s, whatever its name", async (_, text) => {
    for (const name of ["data.json", "data.csv", "data"])
      expect((await imported(name, text)).rows).toEqual(rows);
    expect((await imported("data.json.gz", gzipSync(text))).rows).toEqual(rows);
    expect((await imported("data.zip", zipOf([["data.json", text]]))).rows).toEqual(rows);
  });

  test("and what stands beside its list is said", async () => {
    const text = json({ count: 2, page: { next: null, of: 3 }, data: records, errors: [1] });
    expect((await imported("data.json", text)).file).toEqual([
      "Rows are the list /data",
      "4 other values not read: /errors, /count, /page/next, /page/of",
    ]);
    expect((await imported("data.json", json(records))).file).toEqual([]);
  });

  test("with several lists of objects when one is named, and refused with their places if not", async () => {
    const text = json({ results: records, errors: [{ line: 4 }], "": { "a/b~c": [{ x: 1 }] } });
    expect(await refusal("data.json", text)).toBe(
      "The file holds several lists of objects. Say which one by the option path. " +
        "There are /results (2 items), /errors (1 item), //a~1b~0c (1 item).",
    );
    const read = (path: string) => imported("data.json", text, { format: "json", path });
    expect((await read("/results")).rows).toEqual(rows);
    expect((await read("/errors")).rows).toEqual([{ line: 4 }]);
    expect((await read("//a~1b~0c")).rows).toEqual([{ x: 1 }]);
    expect(await refusal("data.json", text, { format: "json", path: "/rows" })).toMatch(
      "The list /rows is not in the file. There are /results (2 items)",
    );
  });

  test("by the rules of NDJSON: late keys, case, strings, long numbers, nested values, order", async () => {
    const text = `{"data": [
      {"2": 1, "1": 2, "a": "007", "A": "NA", "n": 1.0, "big": 12345678901234567890},
      {"a": "8", "x": {"y": [1.50, "é"], "z": null}, "n": 2.5, "big": 1, "late": true}
    ]}`;
    const { names, types, rows: read, notes } = await imported("data.json", text);
    expect(names).toEqual(["2", "1", "a", "A (2)", "n", "big", "x", "late"]);
    expect(types).toEqual(["integer", "integer", "text", "text", "number", "text", "text", "boolean"]);
    expect(read[0]).toMatchObject({ a: "007", "A (2)": "NA", big: "12345678901234567890", late: null });
    expect(read[1]).toMatchObject({ x: '{"y":[1.50,"é"],"z":null}', big: "1" });
    expect(notes.get("big")?.kept).toEqual({ why: "digits", example: "12345678901234567890" });
  });

  test("as JSON.parse reads it, however it is written", { timeout: 120_000 }, async () => {
    const value = fc.oneof(fc.string({ unit: "grapheme" }), fc.integer(), fc.boolean(), fc.constant(null));
    const record = fc.dictionary(fc.constantFrom("a", "b", "c [", 'd"', "e\\"), value, { minKeys: 1 });
    const arbitrary = fc.tuple(fc.array(record, { minLength: 1, maxLength: 8 }), fc.nat(4));
    await fc.assert(
      fc.asyncProperty(arbitrary, async ([objects, indent]) => {
        const { rows: read } = await imported(
          "a.json",
          JSON.stringify({ data: objects, n: "[{" }, null, indent),
        );
        const text = (cell: unknown) => (cell === null || cell === undefined ? null : String(cell));
        expect(
          read.map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, text(v)]))),
        ).toEqual(
          objects.map((object) =>
            Object.fromEntries(Object.keys(read[0]!).map((key) => [key, text(object[key as "a"])])),
          ),
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe("a JSON file is refused by name", () => {
  test.each([
    ["cut off in the list", '[{"a":1},{"a"', "it ends inside of a value: it is cut off"],
    ["cut off in the envelope", '{"n":1,"data":[{"a":1}]', "it ends inside of a value: it is cut off"],
    ["a comma too many", '[{"a":1},]', "Line 1 is not JSON: a comma stands before the end of a list"],
    ["a comma too early", '[{"a":1},,{"a":2}]', "a value is missing before a comma"],
    ["no comma", '[{"a":1}\n{"a":2}]', "Item 1 (line 1) is not JSON"],
    ["brackets that do not match", '[{"a":[1}]', "its brackets do not match"],
    ["something behind its end", '{"data":[{"a":1}]}\n]', "is not JSON"],
    ["an item that is none", '[\n{"a":1},\n5]', "Item 2 (line 3) is not a JSON object"],
    ["a key twice", '[{"a":1,"a":2}]', "Item 1 (line 1) has the key a twice"],
    ["a key twice around the list", '{"data":[{"a":1}],"data":[{"a":2}]}', "The file has the key data twice"],
    ["a key of the envelope twice", '{"n":1,"n":2,"data":[{"a":1}]}', "The file has the key n twice"],
    ["an empty list", "[]", "The list in the file is empty"],
    ["no list", '{"a":1,"b":{"c":2}}', "JSON without a list of objects"],
    ["lists of lists", "[[1,2],[3,4]]", "JSON without a list of objects"],
    ["a comment", '[{"a":1}, // one\n{"a":2}]', "Item 2 (line 1) is not JSON"],
    ["NaN", '[{"a":NaN}]', "Item 1 (line 1) is not JSON"],
    ["UTF-16", Buffer.from('\ufeff[{"a":1}]', "utf16le"), "JSON in UTF-16"],
    ["Latin-1", Buffer.from('[{"a":"caf\xe9"}]', "latin1"), "Line 1 is not UTF-8"],
    ["objects of objects", '{"a":{"x":1},"b":{"x":2}}', "JSON without a list of objects"],
  ])("%s", async (_, text, message) => {
    expect(await refusal("data.json", text)).toContain(message);
  });

  test("cut off at any byte", async () => {
    const text = json({ n: 1, data: [{ a: "x]}" }, { a: [1, { b: 2 }] }] });
    for (let length = 1; length < text.length; length++)
      expect(await refusal("data.json", text.slice(0, length))).toMatch(/\.$/);
  });

  test("nested as deep as an attack", async () => {
    expect(await refusal("data.json", `[${"[".repeat(1_000_000)}`)).toContain("nested too deeply");
    expect(await refusal("data.json", `{"a":${'{"a":'.repeat(100_000)}1`)).toContain("nested too deeply");
  });
});
