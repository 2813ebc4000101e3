import { describe, expect, test } from "vitest";
import { byteImporter } from "./import-bytes";
import { zipOf } from "./zip-writer";

const { imported, refusal, parquetOf } = byteImporter();
const part = (from: number, to: number) => parquetOf(`SELECT i AS id FROM range(${from}, ${to}) r(i)`);
const folder = async (...paths: string[]) =>
  zipOf(
    await Promise.all(
      paths.map(async (name, i) => ({ name, content: await part(i * 2, i * 2 + 2), method: 0 })),
    ),
  );
const columns = { format: "parquet" as const, partitions: "columns" as const };

describe("a folder of Parquet files", () => {
  test("is one table in the order of their names, and says how many rows each has", async () => {
    const read = await imported("a.zip", await folder("t/1.parquet", "t/2.parquet"));
    expect(read.rows.map(({ id }) => id)).toEqual([0, 1, 2, 3]);
    expect(read.file).toContain("Rows by file: t/1.parquet 2, t/2.parquet 2");
  });

  test("has columns of the wider type where its files differ in width alone, which is said", async () => {
    const read = await imported(
      "a.zip",
      zipOf([
        ["a.parquet", await parquetOf("SELECT 1::INTEGER AS n, 0.5::FLOAT AS x, 7::UINTEGER AS u")],
        ["b.parquet", await parquetOf("SELECT 5000000000::BIGINT AS n, 0.1::DOUBLE AS x, -1::INTEGER AS u")],
        ["c.parquet", await parquetOf("SELECT 3::INTEGER AS n, 0.25::FLOAT AS x, 8::UINTEGER AS u")],
      ]),
    );
    expect(read.rows).toEqual([
      { n: 1, x: 0.5, u: 7 },
      { n: 5_000_000_000, x: 0.1, u: -1 },
      { n: 3, x: 0.25, u: 8 },
    ]);
    expect(read.types).toEqual(["integer", "number", "integer"]);
    expect(read.file.join("\n")).toContain(
      "“n” is INTEGER and BIGINT in the files: read as BIGINT, which holds all",
    );
    const apart = zipOf([
      ["a.parquet", await parquetOf("SELECT 1::BIGINT AS n")],
      ["b.parquet", await parquetOf("SELECT 1::DOUBLE AS n")],
    ]);
    expect(await refusal("a.zip", apart)).toContain("“n” is DOUBLE here and BIGINT in a.parquet");
  });

  test("has a column that names the file of each row, where that is asked", async () => {
    const content = await folder("t/b.parquet", "t/a.parquet");
    const read = await imported("a.zip", content, { format: "parquet", fileColumn: "from" });
    expect(read.rows.map(({ id, from }) => [id, from])).toEqual([
      [2, "t/a.parquet"],
      [3, "t/a.parquet"],
      [0, "t/b.parquet"],
      [1, "t/b.parquet"],
    ]);
    const taken = { format: "parquet" as const, fileColumn: "id" };
    expect(await refusal("a.zip", content, taken)).toBe(
      "A column id is in the files already. Give the column that is added another name.",
    );
  });

  test("has the values of its folders as columns where that is asked, of the type of all", async () => {
    const content = await folder(
      "year=2022/city=A%20Coru%C3%B1a/x.parquet",
      "year=2023/city=__HIVE_DEFAULT_PARTITION__/x.parquet",
    );
    const read = await imported("a.zip", content, columns);
    expect(read.names).toEqual(["id", "year", "city"]);
    expect(read.types).toEqual(["integer", "integer", "text"]);
    expect(read.rows[0]).toEqual({ id: 0, year: 2022, city: "A Coruña" });
    expect(read.rows[3]).toEqual({ id: 3, year: 2023, city: null });
    const months = await folder("m=01/x.parquet", "m=02/x.parquet");
    expect((await imported("a.zip", months, columns)).types).toEqual(["integer", "text"]);
  });

  test("is refused while nobody has said what its folders stand for, and where they differ", async () => {
    const content = await folder("year=2022/x.parquet", "year=2023/x.parquet");
    expect(await refusal("a.zip", content)).toContain("stand for values of a column");
    const odd = await folder("year=2022/x.parquet", "month=1/x.parquet");
    expect(await refusal("a.zip", odd, columns)).toBe(
      "The folders of year=2022/x.parquet name year, those of month=1/x.parquet month. " +
        "Files of one table lie in the same folders.",
    );
    const csv = zipOf([["year=2022/a.csv", "id\n1\n"]]);
    expect(await refusal("a.zip", csv, { format: "csv" })).toContain("stand for values of a column");
  });
});
