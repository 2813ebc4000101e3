import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { importFile } from "@/engine/import";
import { readRows } from "@/engine/query";
import type { FileFormat } from "@/lib/datasets/engine";
import type { ImportOptions } from "@/lib/datasets/import-options";
import { missingCodes, type ColumnNote } from "@/lib/datasets/import-note";
import { AppError } from "@/lib/errors";
import { rowsOf } from "@/lib/frame/frame";

const folder = mkdtempSync(path.join(tmpdir(), "perihelion-imports-"));
let files = 0;
const fresh = () => path.join(folder, String(files++));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function imported(
  content: string | Uint8Array,
  format: FileFormat = "csv",
  options: { options?: ImportOptions } = {},
) {
  const [file, out] = [fresh(), fresh()];
  writeFileSync(file, content);
  const { columns, rows, note } = await importFile({ file, format, out, ...options });
  const frame = await readRows({
    table: { name: "rows", file: out, columns, rows, masked: [] },
    offset: 0,
    limit: rows,
  });
  const notes = new Map<string, ColumnNote>(note?.columns.map((column) => [column.column, column]) ?? []);
  return {
    types: columns.map(({ type }) => type),
    names: columns.map(({ name }) => name),
    rows: rowsOf(frame),
    notes,
  };
}

async function fromParquet(select: string) {
  const file = fresh();
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run(`COPY (${select}) TO '${file}' (FORMAT parquet)`);
  connection.closeSync();
  const out = fresh();
  const { columns, rows, note } = await importFile({ file, format: "parquet", out });
  const frame = await readRows({
    table: { name: "rows", file: out, columns, rows, masked: [] },
    offset: 0,
    limit: rows,
  });
  return { types: columns.map(({ type }) => type), rows: rowsOf(frame), note };
}

/**
 * Records of a CSV text, told apart by nothing but RFC 4180 and what its readers agree on; null where it has
 * none.
 */
function parsed(text: string): string[][] | null {
  const records: string[][] = [];
  let rest = text.replace(/^[\r\n]+/, "");
  let record: string[] = [];
  while (rest !== "" || record.length > 0) {
    const quoted = /^ *"((?:[^"]|"")*)" *(?=,|\r|\n|$)/.exec(rest);
    const [all, cell] = quoted ? [quoted[0], quoted[1]!.replaceAll('""', '"')] : /^([^,\r\n]*)/.exec(rest)!;
    if (!quoted && /^ *"/.test(rest)) return null;
    record.push(cell!);
    rest = rest.slice(all.length);
    if (rest.startsWith(",")) {
      rest = rest.slice(1);
      if (rest === "") record.push("");
      if (rest !== "") continue;
    }
    const end = /^(\r\n|\r|\n)/.exec(rest)?.[0] ?? "";
    rest = rest.slice(end.length);
    records.push(record);
    record = [];
  }
  const width = records[0]?.length ?? 0;
  const filled = width > 1 ? records.filter((cells) => !(cells.length === 1 && cells[0] === "")) : records;
  const even = filled.map((cells) =>
    cells.length === width + 1 && cells.at(-1) === "" ? cells.slice(0, -1) : cells,
  );
  return even.every((cells) => cells.length === width) ? even : null;
}

describe("a CSV file", () => {
  test("with line ends of several kinds is read, and quoted line breaks stay", async () => {
    const { rows } = await imported('a,b\r\n1,"x\r\ny"\n2,"p\rq"\r3,"l\nm"\n\n4,z');
    expect(rows).toEqual([
      { a: 1, b: "x\r\ny" },
      { a: 2, b: "p\rq" },
      { a: 3, b: "l\nm" },
      { a: 4, b: "z" },
    ]);
  });

  test.each([
    ["a,b\r\n1,2\n3,4,5\r", "Line 3: expected 2 columns, found 3"],
    ['a,b\n1,"x"y\n', "Line 2: something stands behind a quoted value"],
    ['a,b\r1,2\n3,"x\r\n', "Line 3: a quoted value does not end"],
    ["a,b\n1,x\r\n3,\0\n", "NUL byte"],
    [
      Buffer.concat([Buffer.from("a,b\n1,ñ\n3,"), Buffer.from([0xe9, 10, 0x34, 0x2c, 0x35])]),
      "Line 3 is not UTF-8",
    ],
  ])("that cannot be read is refused with the line of the file: %j", async (content, sentence) => {
    await expect(imported(content)).rejects.toThrow(sentence);
    await expect(imported(content)).rejects.toBeInstanceOf(AppError);
  });

  test("however odd, is read as it stands or refused with a sentence", { timeout: 300_000 }, async () => {
    const cell = fc.oneof(
      fc.constantFrom(
        "",
        "1",
        "x",
        "-2.5",
        "NA",
        " ",
        "é🪐",
        "true",
        "007",
        "1,5",
        "2020-01-01",
        '"',
        "#",
        "\\",
      ),
      fc.constantFrom(
        '"a"',
        '"a,b"',
        '"a\nb"',
        '"a\r\nb"',
        '"a\rb"',
        '"say ""so"""',
        '""',
        ' "q"',
        '"q" ',
        '"x"y',
        '"x',
      ),
    );
    const end = fc.constantFrom("\n", "\n", "\n", "\r\n", "\r\n", "\r", "\n\n", ",\n");
    const width = fc.integer({ min: 1, max: 4 });
    const file = width.chain((columns) =>
      fc
        .array(fc.tuple(fc.array(cell, { minLength: columns, maxLength: columns }), end), {
          minLength: 1,
          maxLength: 8,
        })
        .map((records) =>
          [
            "a,b,c,d".slice(0, 2 * columns - 1),
            "\n",
            ...records.flatMap(([cells, e]) => [cells.join(","), e]),
          ].join(""),
        ),
    );
    let read = 0;
    await fc.assert(
      fc.asyncProperty(file, async (content) => {
        const expected = parsed(content);
        // A first line of one cell may be a title: that there is none is said here.
        const options = { format: "csv" as const, skipLines: 0 };
        const answer = await imported(content, "csv", { options }).catch((error: unknown) => error);
        if (answer instanceof Error) {
          expect(answer, `${answer.message} for ${JSON.stringify(content)}`).toBeInstanceOf(AppError);
          if (expected && expected.length > 1) throw new Error(`refused: ${answer.message}`);
          return;
        }
        read += 1;
        const { rows, types } = answer as Awaited<ReturnType<typeof imported>>;
        const cells = rows.map((row) => Object.values(row));
        expect(expected).not.toBeNull();
        const missing = new Set<string>(missingCodes);
        const [, ...body] = expected!;
        expect(
          cells.map((row) => row.map((value, i) => (types[i] === "text" ? value : value === null))),
        ).toEqual(
          body.map((row) =>
            row.map((value, i) => {
              const isMissing = missing.has(value.replace(/^ +| +$/g, ""));
              return types[i] === "text" ? (isMissing ? null : value) : isMissing;
            }),
          ),
        );
      }),
      { numRuns: 500 },
    );
    expect(read).toBeGreaterThan(100);
  });
});

describe("a reading", () => {
  test("of dates is not given up for a blank cell, and keeps microseconds", async () => {
    const csv = await imported(
      "id,d,t\n1,2020-01-01,2020-01-01 10:11:12.123456\n2,,\n3,2020-01-03,2021-02-03T04:05:06Z\n",
    );
    expect(csv.types).toEqual(["integer", "date", "date"]);
    expect(csv.rows[0]).toEqual({ id: 1, d: "2020-01-01T00:00:00.000Z", t: "2020-01-01T10:11:12.123456Z" });
    expect(csv.rows[1]).toEqual({ id: 2, d: null, t: null });
    const lines = '{"d":"2020-01-01"}\n{"d":null}\n{}\n{"d":"2020-01-01T10:11:12.000001Z"}\n';
    const json = await imported(lines, "ndjson");
    expect(json.types).toEqual(["date"]);
    expect(json.rows.map(({ d }) => d)).toEqual([
      "2020-01-01T00:00:00.000Z",
      null,
      null,
      "2020-01-01T10:11:12.000001Z",
    ]);
    expect(json.notes.get("d")?.missing).toEqual({ "": 1, null: 1 });
  });

  test("that would cut digits is not taken: the column stays text, marked", async () => {
    const { types, rows, notes } = await imported(
      "a,b,c,d\n12345678901234567890.5,2020-01-01 10:11:12.1234567,007,9007199254740993\n" +
        "2,2020-01-01 10:11:12.5,1,1\n",
    );
    expect(types).toEqual(["text", "text", "text", "text"]);
    expect(rows[0]).toEqual({
      a: "12345678901234567890.5",
      b: "2020-01-01 10:11:12.1234567",
      c: "007",
      d: "9007199254740993",
    });
    expect(["a", "b", "c", "d"].map((name) => notes.get(name)?.kept?.why)).toEqual([
      "digits",
      "digits",
      "leading zeros",
      "digits",
    ]);
  });

  test("of more decimals than a double keeps rounds them, and says how many", async () => {
    const { types, rows, notes } = await imported("a\n2458318.586741341018\n0.5\n0.1234567890123456789\n");
    expect([types, rows.map(({ a }) => a)]).toEqual([
      ["number"],
      [2458318.586741341, 0.5, 0.12345678901234568],
    ]);
    expect(notes.get("a")?.rounded).toEqual({ count: 2, example: "0.1234567890123456789" });
    expect((await imported("a\n1e400\n")).types).toEqual(["text"]);
    expect((await imported("a\n1e-400\n0e5\n")).types).toEqual(["text"]);
  });

  test("of doubles takes them as programs write them, to the last bit", async () => {
    const written = [
      "0.30000000000000004",
      "1.000000000000000056e-01",
      "0.10000000000000001",
      "5e-324",
      "-0.0",
    ];
    const { types, rows } = await imported(`a\n${written.join("\n")}\n`);
    expect(types).toEqual(["number"]);
    expect(rows.map(({ a }) => a)).toEqual(written.map(Number));
  });

  test("is taken only if no other fits: the column stays text, marked, with an example", async () => {
    const { types, notes } = await imported(
      'n,d,e\n"1,234",01/02/2020,2020-01-01\n"5,678",3.4.2021,2020-01-02\n',
    );
    expect(types).toEqual(["text", "text", "date"]);
    expect(notes.get("n")?.kept).toEqual({ why: "thousands", example: "1,234" });
    expect(notes.get("d")?.kept).toEqual({ why: "day or month", example: "01/02/2020" });
    const spanish = await imported("a;b;c\n1,5;1.234;1.5\n2,25;2;1.234\n");
    expect(spanish.types).toEqual(["number", "text", "number"]);
    expect(spanish.notes.get("b")?.kept).toEqual({ why: "thousands", example: "1.234" });
  });

  test("counts missing cells by their code, and those that are not finite", async () => {
    const { rows, notes } = await imported("a,b\n1,NA\ninf,x\nNaN,\n-Infinity, null \n,None\n2.5,y\n");
    expect(rows.map(({ a }) => a)).toEqual([1, null, null, null, null, 2.5]);
    expect(rows.map(({ b }) => b)).toEqual([null, "x", null, null, null, "y"]);
    expect(notes.get("a")).toEqual({ column: "a", missing: { "": 1, NaN: 1 }, notFinite: 2 });
    expect(notes.get("b")?.missing).toEqual({ "": 1, NA: 1, None: 1, null: 1 });
  });

  test("fits every cell of a long column, though the first thousands suggest another", async () => {
    const lines = Array.from({ length: 6_000 }, (_, i) => `${i},${i},${i},x`);
    const { types } = await imported(`a,b,c,d\n${lines.join("\n")}\n2.5,words,01/02/2020,y\n`);
    expect(types).toEqual(["number", "text", "text", "text"]);
  });
});

describe("an NDJSON file", () => {
  test("keeps keys that differ in capitals, come late or are odd, and strings as strings", async () => {
    const lines = [
      '{"a":1,"A":2,"s":"007"}',
      '{"a":12345678901234567890,"s":"1e5","o.\\"k":"x, \\"y\\"\\nz"}',
      '{"🪐":[1.50,{"b":null}],"s":"","A":null}',
    ];
    const { names, rows } = await imported(`${lines.join("\n")}\n`, "ndjson");
    expect(names).toEqual(["a", "A (2)", "s", 'o."k', "🪐"]);
    expect(rows).toEqual([
      { a: "1", "A (2)": 2, s: "007", 'o."k': null, "🪐": null },
      { a: "12345678901234567890", "A (2)": null, s: "1e5", 'o."k': 'x, "y"\nz', "🪐": null },
      { a: null, "A (2)": null, s: "", 'o."k': null, "🪐": '[1.50,{"b":null}]' },
    ]);
  });

  test("is read as JSON.parse reads it", { timeout: 120_000 }, async () => {
    const key = fc.constantFrom("a", "A", "b", "x y", 'q"', "é", "__proto__", "1x");
    const value = fc.oneof(fc.string({ unit: "grapheme" }), fc.integer(), fc.boolean(), fc.constant(null));
    const lines = fc.array(fc.dictionary(key, value), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(lines, async (objects) => {
        fc.pre(objects.some((object) => Object.keys(object).length > 0));
        const { rows } = await imported(objects.map((object) => JSON.stringify(object)).join("\n"), "ndjson");
        const text = (cell: unknown) => (cell === null || cell === undefined ? null : String(cell));
        const keys = [...new Set(objects.flatMap((object) => Object.keys(object)))];
        const cells = rows.map((row) => Object.values(row).map(text));
        expect(cells).toEqual(
          objects.map((object) => keys.map((k) => (Object.hasOwn(object, k) ? text(object[k]) : null))),
        );
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['{"a":1}\n{"a":\n', "Line 2 is not JSON"],
    ["[1,2]\n[3]\n", "Line 1 is not a JSON object"],
    ["{}\n", "No line of the file is a JSON object with keys"],
    ["\n", "No line of the file is a JSON object with keys"],
    ["", "The file is empty"],
  ])("that is not one is refused with the line: %j", async (content, sentence) => {
    await expect(imported(content, "ndjson")).rejects.toThrow(sentence);
  });
});

describe("a Parquet file", () => {
  test("keeps what has no type of ours whole, as text or JSON", async () => {
    const { types, rows } = await fromParquet(`SELECT
      TIME '12:34:56.789012' AS t, INTERVAL 3 DAY AS i, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::UUID AS u,
      '\\xAA\\x00b'::BLOB AS b, {'k': 1.5, 'l': ['x', NULL]} AS s, [0.5::DOUBLE, 1] AS l, MAP {'a': 1} AS m,
      TIMESTAMP_NS '2020-01-01 00:00:00.123456789' AS ns, TIMESTAMP_NS '2020-01-01 00:00:00.123456' AS us,
      TIMESTAMPTZ '2020-01-01 02:00:00+02' AS z, DATE '2020-01-02' AS d`);
    expect(rows[0]).toEqual({
      t: "12:34:56.789012",
      i: "3 days",
      u: "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
      b: "\\xAA\\x00b",
      s: '{"k":1.5,"l":["x",null]}',
      l: "[0.5,1.0]",
      m: '{"a":1}',
      ns: "2020-01-01 00:00:00.123456789",
      us: "2020-01-01T00:00:00.123456Z",
      z: "2020-01-01T00:00:00.000Z",
      d: "2020-01-02T00:00:00.000Z",
    });
    expect(types.slice(-4)).toEqual(["text", "date", "date", "date"]);
  });

  test("keeps digits: decimals and whole numbers beyond a double are text, marked", async () => {
    const { types, rows, note } = await fromParquet(`SELECT 1.25::DECIMAL(10, 2) AS a,
      0.1234567890123456789::DECIMAL(30, 19) AS b, 0.5::DECIMAL(30, 19) AS c, 9007199254740993::BIGINT AS d,
      5::BIGINT AS e, 18446744073709551615::UBIGINT AS g`);
    expect(types).toEqual(["number", "text", "number", "text", "integer", "text"]);
    expect(rows[0]).toMatchObject({
      a: 1.25,
      b: "0.1234567890123456789",
      c: 0.5,
      d: "9007199254740993",
      e: 5,
    });
    expect(note?.columns.map(({ column, kept }) => [column, kept?.why])).toEqual([
      ["b", "digits"],
      ["d", "digits"],
      ["g", "digits"],
    ]);
  });

  test("counts what is not finite as missing, also times without an end", async () => {
    const { rows, note } = await fromParquet(
      `SELECT unnest([1, 'NaN'::DOUBLE, 'inf'::DOUBLE, NULL]) AS x,
        unnest([TIMESTAMP 'infinity', TIMESTAMP '2020-01-01', NULL, NULL]) AS t`,
    );
    expect(rows.map(({ x }) => x)).toEqual([1, null, null, null]);
    expect(rows.map(({ t }) => t)).toEqual([null, "2020-01-01T00:00:00.000Z", null, null]);
    expect(note?.columns).toEqual([
      { column: "x", missing: { "": 1 }, notFinite: 2 },
      { column: "t", missing: { "": 2 }, notFinite: 1 },
    ]);
  });
});
