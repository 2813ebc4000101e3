import { describe, expect, test } from "vitest";
import { byteImporter } from "./import-bytes";
import { errorCell, formula, styled, xlsxOf } from "./xlsx-writer";

const { imported, refusal } = byteImporter();
const one = (rows: Parameters<typeof xlsxOf>[0][number]["rows"], more: object = {}) =>
  xlsxOf([{ name: "Hoja1", rows: rows!, ...more }]);
/** The values of a column of one cell each row, under the header x. */
const column = async (...cells: NonNullable<Parameters<typeof one>[0]>[number]) => {
  const { rows, types, notes } = await imported(
    "a.xlsx",
    one([["id", "x"], ...cells.map((cell, i) => [i, cell])]),
  );
  return { type: types[1], values: rows.map(({ x }) => x), note: notes.get("x") };
};
const day = (text: string) => (text.includes(" ") ? `${text.replace(" ", "T")}Z` : `${text}T00:00:00.000Z`);

describe("the cells of an Excel workbook", () => {
  test("are numbers, text, booleans and dates, whatever the name of the file", async () => {
    const file = one([
      ["id", "ciudad", "activo", "alta"],
      [1, "Lugo", true, styled(44_927, "day")],
      [2.5, "Cádiz", false, styled(44_928.5, "dayTime")],
    ]);
    for (const name of ["a.xlsx", "a.csv", "a.xls"]) {
      const { types, rows } = await imported(name, file);
      expect(types).toEqual(["number", "text", "boolean", "date"]);
      expect(rows).toEqual([
        { id: 1, ciudad: "Lugo", activo: true, alta: day("2023-01-01") },
        { id: 2.5, ciudad: "Cádiz", activo: false, alta: day("2023-01-02 12:00:00.000") },
      ]);
    }
  });

  test("keep every digit of a stored number, and zeros of text", async () => {
    expect((await column({ xml: "<v>4.0000000000000001E-3</v>" }, { xml: "<v>0.1</v>" })).values).toEqual([
      0.004, 0.1,
    ]);
    const mixed = await column({ xml: "<v>4.0000000000000001E-3</v>" }, "n/d", { xml: "<v>1.50</v>" });
    expect(mixed.values).toEqual(["0.004", "n/d", "1.50"]);
    expect(mixed.note?.mixed).toEqual({ number: 2, date: 0, boolean: 0, text: 1, example: "n/d" });
    expect((await column("007", "008")).values).toEqual(["007", "008"]);
    const long = await column({ xml: "<v>12345678901234567890</v>" }, 1);
    expect(long.values).toEqual(["12345678901234567890", "1"]);
  });

  test("that hold text among numbers are numbers where every text is one, and that is said", async () => {
    const { type, values, note } = await column(1, "2", " 3 ", "NA", null);
    expect({ type, values }).toEqual({ type: "integer", values: [1, 2, 3, null, null] });
    expect(note).toMatchObject({
      missing: { "": 1, NA: 1 },
      mixed: { number: 1, text: 2, example: "2" },
    });
  });

  test("have decimal commas in text that says so, and stay text where it may be thousands", async () => {
    expect((await column("1,5", "22,75")).values).toEqual([1.5, 22.75]);
    expect((await column("1,234", "5,678")).values).toEqual(["1,234", "5,678"]);
    expect((await column({ xml: "<v>1.234</v>" }, { xml: "<v>5.678</v>" })).values).toEqual([1.234, 5.678]);
  });

  test("are dates of the epoch of 1900, with the day that never was, and of 1904", async () => {
    const { values } = await column(
      styled(1, "day"),
      styled(59, "day"),
      styled(61, "day"),
      styled(45_000, "day"),
    );
    expect(values).toEqual(["1900-01-01", "1900-02-28", "1900-03-01", "2023-03-15"].map(day));
    expect((await column(styled(60, "day"), styled(61, "day"))).values).toEqual(["1900-02-29", "1900-03-01"]);
    const rows = [["x"], [styled(0, "day")], [styled(43_538, "day")]];
    const file = xlsxOf([{ name: "Hoja1", rows }], { date1904: true });
    expect((await imported("a.xlsx", file)).rows.map(({ x }) => x)).toEqual(
      ["1904-01-01", "2023-03-15"].map(day),
    );
  });

  test("are times to the millisecond, times of a day, lengths of time, and dates in Spanish", async () => {
    expect(
      (await column(styled(45_000 + 1 / 3, "dayTime"), styled("45000.123456789", "dayTime"))).values,
    ).toEqual([day("2023-03-15 08:00:00.000"), day("2023-03-15 02:57:46.666569")]);
    expect((await column(styled(0.354_166_666_666_667, "time"), styled(0.5, "time"))).values).toEqual([
      "08:30:00",
      "12:00:00",
    ]);
    expect((await column(styled(1.5, "duration"))).values).toEqual(["36:00:00"]);
    expect((await column(styled(45_000, "spanish"))).values).toEqual([day("2023-03-15")]);
    expect((await column({ attributes: 't="d"', xml: "<v>2023-03-15T08:30:00</v>" })).values).toEqual([
      day("2023-03-15 08:30:00.000"),
    ]);
    expect((await column(styled(-5, "day"), styled(3_000_000, "day"))).values).toEqual([-5, 3_000_000]);
  });

  test("with errors are missing, counted by what they say", async () => {
    const { type, values, note } = await column(
      1,
      errorCell("#DIV/0!"),
      errorCell("#N/A"),
      errorCell("#N/A"),
      null,
    );
    expect({ type, values }).toEqual({ type: "integer", values: [1, null, null, null, null] });
    expect(note?.missing).toEqual({ "": 1, "#DIV/0!": 1, "#N/A": 2 });
  });

  test("with formulas hold their stored values; one without is refused by its cell", async () => {
    const text = { attributes: 't="str"', xml: '<f>A1&amp;"b"</f><v>ab</v>' };
    const empty = { attributes: 't="str"', xml: '<f>""</f><v></v>' };
    expect((await column(formula("1+1", 2), formula("2+2", 4))).values).toEqual([2, 4]);
    expect((await column(text, empty)).values).toEqual(["ab", null]);
    for (const cell of [formula("SUM(A1:A2)"), { xml: "<f>1+1</f><v></v>" }])
      expect(
        await refusal(
          "a.xlsx",
          one([
            ["a", "b"],
            [1, 2],
            [3, cell],
          ]),
        ),
      ).toBe(
        "Cell B3 of “Hoja1” holds a formula without a stored value. Open the workbook in a spreadsheet " +
          "program, save it and upload it again.",
      );
  });

  test("with rich, inline and escaped text hold all of it, and nothing of how it is said", async () => {
    const inline = (xml: string) => ({ attributes: 't="inlineStr"', xml: `<is>${xml}</is>` });
    const shared =
      '<sst><si><r><t>Ma</t></r><r><rPr><b/></rPr><t xml:space="preserve"> drid </t></r>' +
      "<rPh><t>マドリード</t></rPh></si><si><t>a_x000D_b_x005F_x000D_</t></si></sst>";
    const cells = [0, 1].map((i) => ({ attributes: 't="s"', xml: `<v>${i}</v>` }));
    const rows = [
      [inline("<t>x</t>")],
      ...cells.map((cell) => [cell]),
      [inline("<r><t>p</t></r><r><t>&amp;q</t></r>")],
    ];
    const file = xlsxOf([{ name: "Hoja1", rows }], { parts: [["xl/sharedStrings.xml", shared]] });
    expect((await imported("a.xlsx", file)).rows.map(({ x }) => x)).toEqual([
      "Ma drid ",
      "a\rb_x000D_",
      "p&q",
    ]);
  });

  test("may come without references, and rows and columns may be left out", async () => {
    const data =
      "<row><c t='inlineStr'><is><t>a</t></is></c><c t='inlineStr'><is><t>b</t></is></c></row>" +
      "<row><c><v>1</v></c><c><v>2</v></c></row><row r='9'><c r='B9'><v>3</v></c></row>";
    const { rows, file } = await imported("a.xlsx", xlsxOf([{ name: "Hoja1", data }]));
    expect(rows).toEqual([
      { a: 1, b: 2 },
      { a: null, b: 3 },
    ]);
    expect(file).toEqual(["6 empty rows left out"]);
  });

  test("keep their order over many rows", async () => {
    const data = Array.from({ length: 60_000 }, (_, i) => `<row><c><v>${i}</v></c></row>`).join("");
    const head = "<row><c t='inlineStr'><is><t>n</t></is></c></row>";
    const { rows, count } = await imported("a.xlsx", xlsxOf([{ name: "Hoja1", data: head + data }]));
    expect(count).toBe(60_000);
    expect(rows.map(({ n }) => n)).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
  });
});

describe("the shape of a sheet", () => {
  const merged = (...refs: string[]) => ({
    after: `<mergeCells>${refs.map((ref) => `<mergeCell ref="${ref}"/>`).join("")}</mergeCells>`,
  });

  test("titles above the header are not read, and said", async () => {
    const rows = [["Informe de ventas 2023"], [], ["id", "ciudad", "total"], [1, "Lugo", 2]];
    for (const more of [{}, merged("A1:C1")]) {
      const read = await imported("a.xlsx", one(rows, more));
      expect(read.rows).toEqual([{ id: 1, ciudad: "Lugo", total: 2 }]);
      expect(read.file).toEqual(["Above the header in row 3, not read: “Informe de ventas 2023”"]);
    }
  });

  test("a header over several rows is joined where its cells are merged, and that is said", async () => {
    const rows = [
      ["id", "Ventas", null, "Costes", null],
      [null, "2022", 2023, "2022", 2023],
      [1, 10, 20, 30, 40],
    ];
    const read = await imported("a.xlsx", one(rows, merged("A1:A2", "B1:C1", "D1:E1")));
    expect(read.names).toEqual(["id", "Ventas 2022", "Ventas 2023", "Costes 2022", "Costes 2023"]);
    expect(read.count).toBe(1);
    expect(read.file).toEqual(["The header is joined from rows 1 to 2"]);
  });

  test("merged cells below the header are said", async () => {
    const rows = [
      ["a", "b"],
      [1, 2],
      [null, 3],
    ];
    expect((await imported("a.xlsx", one(rows, merged("A2:A3")))).file).toEqual([
      "1 merged cell below the header: the value stands in the first row and column alone",
    ]);
  });

  test("hidden rows and columns are read and said, or left out when that is asked for", async () => {
    const more = {
      rowAttributes: { 3: 'hidden="1"' },
      before: '<cols><col min="2" max="2" hidden="1"/><col min="9" max="16384" hidden="1"/></cols>',
    };
    const file = one(
      [
        ["a", "b", "c"],
        [1, 2, 3],
        [4, 5, 6],
      ],
      more,
    );
    const all = await imported("a.xlsx", file);
    expect(all.rows).toEqual([
      { a: 1, b: 2, c: 3 },
      { a: 4, b: 5, c: 6 },
    ]);
    expect(all.file).toEqual(["1 hidden row read", "1 hidden column read"]);
    const some = await imported("a.xlsx", file, { format: "xlsx", hidden: "leave out" });
    expect(some.rows).toEqual([{ a: 1, c: 3 }]);
    expect(some.file).toEqual(["1 hidden row left out", "1 hidden column left out"]);
  });

  test("header and its rows can be said, and columns without a name are called by their place", async () => {
    const file = one([
      ["x", "y", "z"],
      ["a", null, "a"],
      [1, 2, 3],
    ]);
    const options = { format: "xlsx" as const, headerRow: 2 };
    const second = await imported("a.xlsx", file, options);
    expect(second.names).toEqual(["a", "column 2", "a (2)"]);
    expect(second.file).toEqual(["1 row above row 2 not read"]);
    const none = await imported("a.xlsx", file, { ...options, headerRow: 3, headerLines: 0 });
    expect(none).toMatchObject({ names: ["column 1", "column 2", "column 3"], count: 1 });
    expect((await imported("a.xlsx", file, { format: "xlsx", headerLines: 2 })).names).toEqual([
      "x a",
      "y",
      "z a",
    ]);
  });

  test("a table that begins elsewhere is read; a named column without cells is empty", async () => {
    const read = await imported("a.xlsx", one([[], [null, null, "a", "b"], [null, null, 1]]));
    expect(read.rows).toEqual([{ a: 1, b: null }]);
    expect(read.notes.get("b")?.missing).toEqual({ "": 1 });
  });

  test("columns are read as their options say; a cell that does not fit is listed with its row", async () => {
    const file = one([
      ["id", "x"],
      [1, 5],
      [2, "n/d"],
      [3, "7"],
    ]);
    const columns = [{ name: "x", type: "integer" as const, missing: ["n/d"] }];
    const read = await imported("a.xlsx", file, { format: "xlsx", columns });
    expect(read.rows.map(({ x }) => x)).toEqual([5, null, 7]);
    const strict = [{ name: "x", type: "integer" as const, onFail: "refuse" as const }];
    expect(await refusal("a.xlsx", file, { format: "xlsx", columns: strict })).toContain(
      "Line 3: “n/d” in x",
    );
  });

  test("several sheets with cells: one is asked for by its name, hidden ones too", async () => {
    const file = xlsxOf([
      { name: "Datos & más", rows: [["a"], [1]] },
      { name: "Vacía", rows: [] },
      { name: "Oculta", rows: [["b"], [2]], state: "veryHidden" },
    ]);
    expect(await refusal("a.xlsx", file)).toBe(
      "Several sheets of the workbook hold cells. Say which one by the option sheet. " +
        "There are “Datos & más”, “Oculta” (hidden).",
    );
    const read = (sheet: string) => imported("a.xlsx", file, { format: "xlsx", sheet });
    expect(await read("Datos & más")).toMatchObject({
      rows: [{ a: 1 }],
      file: ["Read from the sheet “Datos & más”"],
    });
    expect((await read("Oculta")).rows).toEqual([{ b: 2 }]);
    expect(await refusal("a.xlsx", file, { format: "xlsx", sheet: "Nada" })).toMatch(
      "is not in the workbook",
    );
    expect(await refusal("a.xlsx", file, { format: "xlsx", sheet: "Vacía" })).toMatch("holds no cells");
  });
});

describe("a workbook is refused by name", () => {
  const data = (xml: string) => xlsxOf([{ name: "Hoja1", data: xml }]);
  test.each([
    ["without cells", xlsxOf([{ name: "Hoja1" }]), "The workbook holds no cells."],
    ["with a header alone", one([["a", "b"]]), "a header alone makes no dataset"],
    [
      "with a cell out of place",
      data('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
      "A1 of row 1",
    ],
    ["with a row twice", data('<row r="1"/><row r="1"><c><v>1</v></c></row>'), "row 1 is out of place"],
    ["with a row too many", data('<row r="1048577"><c><v>1</v></c></row>'), "row 1048577 is out of place"],
    [
      "with a text that is not there",
      data('<row><c t="s"><v>9</v></c></row>'),
      "names a text that is not there",
    ],
    [
      "with a document type",
      xlsxOf([{ name: "a", rows: [[1]] }], { parts: [["xl/styles.xml", bomb()]] }),
      "is not XML",
    ],
    [
      "with entities in a sheet",
      xlsxOf([{ name: "a" }], { parts: [["xl/worksheets/sheet1.xml", bomb()]] }),
      "is not XML",
    ],
    [
      "without its sheet",
      xlsxOf([{ name: "a" }], { parts: [["xl/_rels/workbook.xml.rels", "<Relationships/>"]] }),
      "is missing",
    ],
    ["with broken XML", data("<row><c><v>1</v></row>"), "is not XML"],
    [
      "with 2,001 columns",
      one([Array.from({ length: 2_001 }, (_, i) => `c${i}`), Array(2_001).fill(1)]),
      "more than 2,000 columns",
    ],
  ])("%s", async (_, file, message) => {
    expect(await refusal("a.xlsx", file)).toContain(message);
  });

  test("cut off anywhere, or with a wrong byte, and never by a fault of ours", async () => {
    const file = one([
      ["a", "b"],
      [1, "x"],
      [2, "y"],
    ]);
    for (let length = 4; length < file.length; length += 41)
      expect(await refusal("a.xlsx", file.subarray(0, length))).toMatch(/\.$/);
    for (let at = 0; at < file.length; at += 29) {
      const wrong = Buffer.from(file);
      wrong[at]! ^= 0x15;
      const outcome = await refusal("a.xlsx", wrong).catch((error: Error) => error.message);
      expect(outcome).toMatch(/was read$|\.$/);
    }
  });
});

function bomb(): string {
  return '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>';
}
