import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { byteImporter } from "./import-bytes";

const { imported, refusal, parquetOf } = byteImporter();
const fixture = (name: string) => readFileSync(`tests/fixtures/parquet/${name}.parquet`);

describe("a Parquet file of another program", () => {
  test("keeps what is nested as valid JSON: what JSON cannot write is null, and counted", async () => {
    const { rows, types, notes } = await imported("a.parquet", fixture("nested"));
    expect(types).toEqual(["text"]);
    expect(rows.map(({ s }) => (s === null ? null : (JSON.parse(String(s)) as unknown)))).toEqual([
      [{ x: null, y: "NaN,", m: { k: null } }, null],
      null,
      [],
      [{ x: 0.5, y: null, m: {} }],
    ]);
    expect(notes.get("s")).toMatchObject({ notFinite: 1, missing: { "": 1 } });
  });

  test("keeps nanoseconds whole, and says where they are cut", async () => {
    const { rows, notes, file } = await imported("a.parquet", fixture("nanoseconds"));
    expect(rows[0]).toEqual({ t: "2020-01-01 00:00:00.123456789", utc: "2020-01-01T00:00:00.123456Z" });
    expect(notes.get("t")?.kept).toMatchObject({ why: "digits" });
    expect(file).toEqual(["Times of utc are read to the microsecond; finer parts are cut"]);
    expect((await imported("a.parquet", fixture("int96"))).file).toEqual([
      "Times of t are read to the microsecond; finer parts are cut",
    ]);
    expect((await imported("a.parquet", fixture("clock"))).rows).toEqual([
      { t: "00:00:00.000000001" },
      { t: "23:59:59.999999999" },
    ]);
  });

  test("has the names that it was written with, those that are there twice made distinct by us", async () => {
    const { names, rows } = await imported("a.parquet", fixture("capitals"));
    expect(names).toEqual(["a", "A (2)", "a (3)"]);
    expect(rows).toEqual([{ a: 1, "A (2)": 2, "a (3)": 3 }]);
  });

  test("with decimals that would be read as other numbers, or text that is none, is refused", async () => {
    expect(await refusal("a.parquet", fixture("wide-decimal"))).toBe(
      "Column d holds decimals of 50 digits; at most 38 can be read. Write it as text.",
    );
    expect(await refusal("a.parquet", fixture("not-utf8"))).toBe(
      "The file is not Parquet, or it is damaged.",
    );
  });

  test("cut off anywhere is refused", async () => {
    const file = fixture("nested");
    for (let length = 4; length < file.length; length += 97)
      expect(await refusal("a.parquet", file.subarray(0, length))).toBe(
        "The file is not Parquet, or it is damaged.",
      );
  });
});

test("nested values of every kind are valid JSON with all of their digits", async () => {
  const file = await parquetOf(`SELECT {'d': 12345678901234567890.123456789::DECIMAL(38,9),
    'i': 9223372036854775807, 'day': DATE '2020-01-02', 'at': TIMESTAMP_NS '2020-01-02 03:04:05.123456789',
    'b': '\\xAA'::BLOB, 'list': [1.10::DECIMAL(20,2)], 'q': 'a"b'} AS s,
    [1.10::DECIMAL(20,2), NULL] AS amounts, [TIMESTAMP '2020-01-02 03:04:05'] AS times`);
  expect((await imported("a.parquet", file)).rows).toEqual([
    {
      s:
        '{"d":12345678901234567890.123456789,"i":9223372036854775807,"day":"2020-01-02",' +
        '"at":"2020-01-02 03:04:05.123456789","b":"\\\\xAA","list":[1.10],"q":"a\\"b"}',
      amounts: "[1.10,null]",
      times: '["2020-01-02 03:04:05"]',
    },
  ]);
});
