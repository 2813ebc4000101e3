import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { byteImporter } from "./import-bytes";
import { zipOf } from "./zip-writer";

const { imported, refusal, parquetOf } = byteImporter();
const csv = "id,city\n1,Lugo\n2,Cádiz\n";
const rows = [
  { id: 1, city: "Lugo" },
  { id: 2, city: "Cádiz" },
];
const bytes = (text: string) => Buffer.from(text);

describe("a packed file is read as what is inside of it", () => {
  test.each([
    ["gzip", gzipSync(csv)],
    ["gzip of two members", Buffer.concat([gzipSync("id,city\n1,Lugo\n"), gzipSync("2,Cádiz\n")])],
    ["zstd", zstdCompressSync(csv)],
    [
      "zstd of two frames",
      Buffer.concat([zstdCompressSync("id,city\n1,Lugo\n"), zstdCompressSync("2,Cádiz\n")]),
    ],
    [
      "zstd with a frame that holds no data",
      Buffer.concat([Buffer.from("502a4d1803000000616263", "hex"), zstdCompressSync(csv)]),
    ],
    ["zip", zipOf([["data.csv", csv]])],
    ["zip that is stored", zipOf([{ name: "data.csv", content: csv, method: 0 }])],
    [
      "zip with what macOS adds",
      zipOf([
        ["data.csv", csv],
        ["__MACOSX/._data.csv", "x"],
        [".DS_Store", "x"],
      ]),
    ],
  ])("%s, whatever its name says", async (_, content) => {
    for (const name of ["data.csv", "data.parquet", "data"])
      expect((await imported(name, content)).rows).toEqual(rows);
  });

  test("TSV, NDJSON and Parquet inside are told apart by their bytes", async () => {
    const ndjson = '{"id":1,"city":"Lugo"}\n{"id":2,"city":"Cádiz"}\n';
    const parquet = await parquetOf("SELECT * FROM (VALUES (1, 'Lugo'), (2, 'Cádiz')) t(id, city)");
    for (const inside of [bytes(csv.replaceAll(",", "\t")), bytes(ndjson), parquet])
      for (const packed of [gzipSync(inside), zstdCompressSync(inside), zipOf([["data", inside]])])
        expect((await imported("data.bin", packed)).rows).toEqual(rows);
  });

  test("a line that is at fault is named with its file", async () => {
    const packed = zipOf([
      ["a.csv", csv],
      ["b.csv", "id,city\n3\n"],
    ]);
    expect(await refusal("x.zip", packed)).toMatch(/^b\.csv: Line 2/);
    expect(await refusal("x.zip", zipOf([["b.csv", "id,city\n3\n"]]))).toMatch(/^b\.csv: Line 2/);
  });
});

describe("several files of the same columns are one table", () => {
  test("CSV, in the order of their names, which the note says", async () => {
    const packed = zipOf([
      ["b.csv", '\ufeffid,city\r\n3,"Vi\ngo"'],
      ["a.csv", csv],
      ["README.md", "# read me"],
    ]);
    const { rows: found, file } = await imported("data.zip", packed);
    expect(found).toEqual([...rows, { id: 3, city: "Vi\ngo" }]);
    expect(file).toEqual([
      "2 files read as one table, in the order of their names: a.csv, b.csv",
      "1 other file of the archive not read: README.md",
      "Rows by file: a.csv 2, b.csv 1",
    ]);
  });

  test("a column that is whole numbers in one file and text in another keeps the zeros of both", async () => {
    const packed = zipOf([
      ["a.csv", "code\n7\n"],
      ["b.csv", "code\n007\n"],
    ]);
    expect((await imported("data.zip", packed)).rows).toEqual([{ code: "7" }, { code: "007" }]);
  });

  test("NDJSON and Parquet", async () => {
    const ndjson = zipOf([
      ["2.ndjson", '{"id":2}'],
      ["1.ndjson", '{"id":1}\n'],
    ]);
    const read = await imported("data.zip", ndjson);
    expect(read.rows).toEqual([{ id: 1 }, { id: 2 }]);
    expect(read.file).toContain("Rows by file: 1.ndjson 1, 2.ndjson 1");
    const json = zipOf([
      ["1.json", '[{"id":1},{"id":2}]'],
      ["2.json", '[{"id":3}]'],
    ]);
    const lists = await imported("data.zip", json);
    expect(lists.rows).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
    expect(lists.file).toContain("Rows by file: 1.json 2, 2.json 1");
    const part = (id: number) => parquetOf(`SELECT ${id} AS id`);
    const parquet = zipOf([
      ["t/part-1.parquet", await part(2)],
      ["t/part-0.parquet", await part(1)],
      ["t/_SUCCESS", ""],
    ]);
    expect((await imported("data.zip", parquet)).rows).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test("CSV of other columns, places or delimiters, found by name, with what each file lacks", async () => {
    const packed = zipOf([
      ["a.csv", 'id,city\n1,Lugo\n2,"Vi,go"\n'],
      ["b.csv", 'mass;city;id\n1,5;"x;y";3\n;Cádiz;4\n'],
      ["c.csv", "id,city\n"],
      ["d.csv", "id\n5\n"],
    ]);
    const { rows: found, file } = await imported("data.zip", packed);
    expect(found).toEqual([
      { id: 1, city: "Lugo", mass: null },
      { id: 2, city: "Vi,go", mass: null },
      { id: 3, city: "x;y", mass: 1.5 },
      { id: 4, city: "Cádiz", mass: null },
      { id: 5, city: null, mass: null },
    ]);
    expect(file).toEqual([
      "4 files read as one table, in the order of their names: a.csv, b.csv, c.csv, d.csv",
      "Columns of the files are found by their names",
      "a.csv lacks mass: missing in its rows",
      "c.csv lacks mass: missing in its rows",
      "d.csv lacks city, mass: missing in its rows",
      "Rows by file: a.csv 2, b.csv 2, c.csv 0, d.csv 1",
    ]);
  });

  test("Parquet of other columns and places, found by name, with what each file lacks", async () => {
    const packed = zipOf([
      ["a.parquet", await parquetOf("SELECT i AS id, 'x' || i AS city FROM range(3) r(i)")],
      ["b.parquet", await parquetOf("SELECT 1.5::DOUBLE AS mass, i AS id FROM range(7, 9) r(i)")],
      ["c.parquet", await parquetOf("SELECT 'Lugo' AS city")],
    ]);
    const { rows: found, file } = await imported("data.zip", packed, {
      format: "parquet",
      fileColumn: "file",
    });
    expect(found).toEqual([
      { id: 0, city: "x0", mass: null, file: "a.parquet" },
      { id: 1, city: "x1", mass: null, file: "a.parquet" },
      { id: 2, city: "x2", mass: null, file: "a.parquet" },
      { id: 7, city: null, mass: 1.5, file: "b.parquet" },
      { id: 8, city: null, mass: 1.5, file: "b.parquet" },
      { id: null, city: "Lugo", mass: null, file: "c.parquet" },
    ]);
    expect(file).toEqual([
      "3 files read as one table, in the order of their names: a.parquet, b.parquet, c.parquet",
      "Columns of the files are found by their names",
      "a.parquet lacks mass: missing in its rows",
      "b.parquet lacks city: missing in its rows",
      "c.parquet lacks id, mass: missing in its rows",
      "Rows by file: a.parquet 3, b.parquet 2, c.parquet 1",
    ]);
    const alike = zipOf([
      ["a.parquet", await parquetOf("SELECT 1 AS id, 2 AS n")],
      ["b.parquet", await parquetOf("SELECT 1 AS ID, 2 AS n")],
    ]);
    expect(await refusal("x.zip", alike)).toMatch("b.parquet calls a column “ID” that a.parquet calls “id”");
  });

  test("a column with the file of each row is added where it is asked, by a free name", async () => {
    const packed = zipOf([
      ["b.csv", "id\n2\n"],
      ["a, 1.csv", "id\n1\n"],
    ]);
    const named = { format: "csv", fileColumn: "file" } as const;
    expect((await imported("data.zip", packed, named)).rows).toEqual([
      { id: 1, file: "a, 1.csv" },
      { id: 2, file: "b.csv" },
    ]);
    expect(await refusal("x.zip", packed, { ...named, fileColumn: "ID" })).toMatch(
      "A column ID is in the files",
    );
    expect(await refusal("x.csv", bytes(csv), named)).toMatch(
      "fileColumn is for several files, and there is one",
    );
  });

  test("the file of each row stands behind the keys of JSON and NDJSON, also settled ones", async () => {
    const lines = ['{"id":"1"}\n{"n":null}\n', '{"n":2,"id":"x"}\n'] as const;
    const lists = ['[{"id":"1"},{"n":null}]', '[{"n":2,"id":"x"}]'] as const;
    for (const [format, texts] of [
      ["ndjson", lines],
      ["json", lists],
    ] as const) {
      const names = [`2020-01-01.${format}`, `b, "2".${format}`] as const;
      const packed = zipOf([
        [names[0], texts[0]],
        [names[1], texts[1]],
      ]);
      const asked = { format, fileColumn: "file" };
      const read = await imported("data.zip", packed, asked);
      expect(read.types).toEqual(["text", "integer", "text"]);
      expect(read.rows).toEqual([
        { id: "1", n: null, file: names[0] },
        { id: null, n: null, file: names[0] },
        { id: "x", n: 2, file: names[1] },
      ]);
      const columns = [{ name: "id", type: "integer", onFail: "drop rows" } as const];
      const settled = await imported("data.zip", packed, { ...asked, columns });
      expect(settled.rows).toEqual([
        { id: 1, n: null, file: names[0] },
        { id: null, n: null, file: names[0] },
      ]);
      expect(await refusal("x.zip", packed, { ...asked, fileColumn: "ID" })).toMatch(
        "A column ID is in the files",
      );
    }
    const one = "fileColumn is for several files, and there is one";
    expect(await refusal("x.ndjson", '{"id":1}', { format: "ndjson", fileColumn: "file" })).toMatch(one);
    expect(await refusal("x.json", '[{"id":1}]', { format: "json", fileColumn: "file" })).toMatch(one);
  });

  test("columns that cannot be told by name, or other types, are refused with the difference", async () => {
    const others = (second: string) =>
      zipOf([
        ["a.csv", "id,city\n1,x\n"],
        ["b.csv", second],
      ]);
    expect(await refusal("x.zip", others("town,mass\n1,x\n"))).toBe(
      "b.csv has no column in common with a.csv: town, mass. " +
        "Files of one table share columns; upload others one by one.",
    );
    expect(await refusal("x.zip", others("ID,city\n1,x\n"))).toMatch("b.csv calls a column “ID” that a.csv");
    const [ints, texts] = [await parquetOf("SELECT 1 AS id"), await parquetOf("SELECT 'a' AS id")];
    expect(
      await refusal(
        "x.zip",
        zipOf([
          ["a.parquet", ints],
          ["b.parquet", texts],
        ]),
      ),
    ).toBe(
      "b.parquet: “id” is VARCHAR here and INTEGER in a.parquet. " +
        "Columns of one name have one type in the files of a table; upload others one by one.",
    );
    expect(
      await refusal(
        "x.zip",
        zipOf([
          ["a.csv", csv],
          ["b.parquet", ints],
        ]),
      ),
    ).toMatch("several formats: a.csv (csv) and b.parquet (parquet)");
  });

  test("a quoted value that does not end in one file never runs on into the next", async () => {
    const packed = zipOf([
      ["a.csv", 'a,b\n1,"x\n'],
      ["b.csv", 'a,b\n2,"y\n'],
    ]);
    expect(await refusal("x.zip", packed)).toMatch("a.csv: Line 2: a quoted value does not end");
  });
});

test("options of another format than the file has are refused", async () => {
  const options = { format: "parquet" as const };
  await expect(imported("a.parquet", csv, options)).rejects.toThrow(
    "The options are those of parquet, and the file is csv.",
  );
});

describe("what cannot be unpacked is refused by name", () => {
  test.each([
    ["an archive in an archive", gzipSync(gzipSync(csv)), "holds an archive inside"],
    ["a zip in gzip", gzipSync(zipOf([["a.csv", csv]])), "holds an archive inside"],
    ["a zip in a zip", zipOf([["a.zip", zipOf([["a.csv", csv]])]]), "holds another archive, a.zip"],
    ["a gzip in a zip", zipOf([["a", gzipSync(csv)]]), "a holds an archive inside"],
    ["a tar in gzip", gzipSync(tarHead()), "is a tar archive"],
    ["a file with a password", zipOf([{ name: "a.csv", content: csv, encrypted: true }]), "has a password"],
    ["a link", zipOf([{ name: "a.csv", content: "/etc/passwd", link: true }]), "is a link to another file"],
    ["a path upwards", zipOf([["../../etc/a.csv", csv]]), "leads out of it"],
    ["a path with backslashes", zipOf([["..\\a.csv", csv]]), "leads out of it"],
    ["a path from the root", zipOf([["/etc/a.csv", csv]]), "leads out of it"],
    ["a Windows path", zipOf([["C:\\a.csv", csv]]), "leads out of it"],
    ["an unknown method", zipOf([{ name: "a.csv", content: csv, method: 14 }]), "not known (14)"],
    ["a wrong sum", zipOf([{ name: "a.csv", content: csv, crc: 1 }]), "cut off or damaged"],
    ["no file", zipOf([]), "The archive is empty"],
    [
      "a name twice",
      zipOf([
        ["a.csv", csv],
        ["a.csv", csv],
      ]),
      "holds the file a.csv twice",
    ],
    [
      "no table",
      zipOf([
        ["a.md", "x"],
        ["b.md", "y"],
      ]),
      "No file of the archive is a table by its name: a.md, b.md",
    ],
    ["folders that are values", zipOf([["year=2023/a.csv", csv]]), "stand for values of a column"],
    [
      "a Word document",
      zipOf([
        ["word/document.xml", "x"],
        ["a.csv", csv],
      ]),
      "is a Word document",
    ],
    [
      "an OpenDocument sheet",
      zipOf([
        ["mimetype", "x"],
        ["content.xml", "y"],
      ]),
      "OpenDocument file (.ods)",
    ],
    ["a binary workbook", zipOf([["xl/workbook.bin", "x"]]), "binary Excel workbook (.xlsb)"],
    ["a second part of zstd that is none", Buffer.concat([zstdCompressSync(csv), bytes("more")]), "damaged"],
    ["more behind gzip", Buffer.concat([gzipSync(csv), bytes("more")]), "damaged"],
  ])("%s", async (_, content, message) => {
    expect(await refusal("data.csv", content)).toContain(message);
  });

  test("what swells as no table does is stopped while it is unpacked", async () => {
    const zeros = Buffer.alloc(2 ** 28 + 1);
    for (const bomb of [gzipSync(zeros), zstdCompressSync(zeros), zipOf([["a.csv", zeros]])])
      expect(await refusal("a.csv", bomb)).toContain("swells to more than 500 times its length");
  });

  test("an archive that is cut off is refused; one with a wrong byte is never a fault of ours", async () => {
    const archives = [
      gzipSync(csv),
      zstdCompressSync(csv),
      zipOf([
        ["a.csv", csv],
        ["b.csv", csv],
      ]),
    ];
    for (const archive of archives) {
      for (let length = 1; length < archive.length; length += 3)
        expect(await refusal("a.csv.gz", archive.subarray(0, length))).not.toBe("");
      for (let at = 0; at < archive.length; at += 5) {
        const wrong = Buffer.from(archive);
        wrong[at]! ^= 0x41;
        // Refused, or read: formats without a sum cannot tell.
        const outcome = await refusal("a.csv.gz", wrong).catch((error: Error) => error.message);
        expect(outcome).toMatch(/was read$|\.$/);
      }
    }
  });
});

function tarHead(): Buffer {
  const head = Buffer.alloc(1_024);
  head.write("a.csv", 0);
  head.write("ustar", 257);
  return head;
}
