import { describe, expect, test } from "vitest";
import type { ColumnOptions } from "@/lib/datasets/import-options";
import { byteImporter } from "./import-bytes";

const { imported, refusal, parquetOf } = byteImporter();
const lines = [
  { id: 1, day: "25/12/2020", amount: "1.234,5", code: 7, note: "NA" },
  { id: 2, day: "soon", amount: "-99", code: 8, note: "" },
  { id: 3, day: null, amount: "7", code: null, note: "b" },
];
const asked: ColumnOptions[] = [
  { name: "day", type: "date", dates: ["DD/MM/YYYY"] },
  { name: "amount", decimal: ",", thousands: ".", missing: ["-99"] },
  { name: "code", type: "text" },
];
const selected = lines.map(({ id, day, amount, code, note }) => {
  const text = (value: string | null) => (value === null ? "NULL" : `'${value}'`);
  return `SELECT ${id} AS id, ${text(day)} AS day, ${text(amount)} AS amount,
    ${code ?? "NULL"} AS code, ${text(note)} AS note`;
});
const files = {
  ndjson: () => Promise.resolve(lines.map((line) => JSON.stringify(line)).join("\n")),
  json: () => Promise.resolve(JSON.stringify({ data: lines }, null, 1)),
  parquet: () => parquetOf(selected.join(" UNION ALL ")),
};
type Format = keyof typeof files;

describe.each(Object.keys(files) as Format[])("columns of a file of %s", (format) => {
  const read = async (columns: ColumnOptions[]) =>
    imported(`a.${format}`, await files[format](), { format, columns });

  test("are read as their options say, and all others as they are", async () => {
    const { types, rows, notes, failed } = await read(asked);
    expect(types).toEqual(["integer", "date", "number", "text", "text"]);
    expect(rows.map(({ day }) => day)).toEqual(["2020-12-25T00:00:00.000Z", null, null]);
    expect(rows.map(({ amount }) => amount)).toEqual([1234.5, null, 7]);
    expect(rows.map(({ code }) => code)).toEqual(["7", "8", null]);
    expect(rows.map(({ note }) => note)).toEqual(["NA", "", "b"]);
    expect(notes.get("day")?.failed).toEqual({ count: 1, example: "soon", rowsLeftOut: false });
    expect(notes.get("amount")?.missing).toEqual({ "-99": 1 });
    expect(failed).toMatchObject([{ row: 1, column: "day", raw: "soon" }]);
  });

  test("leave out rows in which a cell does not fit, or refuse the file with its line", async () => {
    const day = asked[0]!;
    const dropped = await read([{ ...day, onFail: "drop rows" }]);
    expect(dropped.rows.map(({ id }) => id)).toEqual([1, 3]);
    expect(dropped.file).toContain("1 row left out, in which a cell does not fit its type.".slice(0, -1));
    const refused = await refusal(`a.${format}`, await files[format](), {
      format,
      columns: [{ ...day, onFail: "refuse" }],
    });
    expect(refused).toMatch(/^Line \d+: “soon” in day is no date as DD\/MM\/YYYY\. No row was read\.$/);
  });

  test("are named as the file names them, or the options are refused", async () => {
    const content = await files[format]();
    const options = { format, columns: [{ name: "nay", type: "text" as const }] };
    expect(await refusal(`a.${format}`, content, options)).toContain("“nay”, which the file has not");
  });
});

test("cells of JSON that failed are told with the line on which their item begins", async () => {
  const { failed } = await imported("a.json", await files.json(), { format: "json", columns: asked });
  expect(failed[0]!.line).toBe(10);
});
