import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { byteImporter } from "./import-bytes";

const { imported, refusal } = byteImporter();
const day = (text: string) => (text.includes(" ") ? `${text.replace(" ", "T")}Z` : `${text}T00:00:00.000Z`);

describe("workbooks of other programs", () => {
  const fixture = (name: string) => readFileSync(`tests/fixtures/workbooks/${name}.xlsx`);

  test("a report of an office: titles, a joined header, codes, an error, a text among amounts", async () => {
    expect(await refusal("ventas.xlsx", fixture("ventas"))).toMatch("“Ventas 2023”, “Notas”.");
    const options = { format: "xlsx" as const, sheet: "Ventas 2023" };
    const { names, types, rows, notes, file, count } = await imported("v.xlsx", fixture("ventas"), options);
    expect(names).toEqual([
      "Fecha",
      "Código",
      "Región",
      "Importe Bruto",
      "Importe Neto",
      "Margen",
      "Observaciones",
    ]);
    expect(types).toEqual(["date", "text", "text", "number", "text", "number", "text"]);
    expect(count).toBe(12);
    expect(rows[3]).toEqual({
      Fecha: day("2023-04-15"),
      Código: "00021",
      Región: "Andalucía",
      "Importe Bruto": 1534.8,
      "Importe Neto": "1270.25",
      Margen: 0.13,
      Observaciones: "revisar\nurgente",
    });
    expect(notes.get("Margen")?.missing).toEqual({ "#DIV/0!": 1 });
    expect(notes.get("Importe Neto")?.mixed).toMatchObject({ number: 11, text: 1, example: "pendiente" });
    expect(file).toEqual([
      "Read from the sheet “Ventas 2023”",
      "Above the header in row 4, not read: “Informe de ventas 2023”, “Generado por Tesorería”",
      "The header is joined from rows 4 to 5",
      "1 hidden row read",
    ]);
  });

  test("of openpyxl: times to the millisecond, and formulas that nobody has computed", async () => {
    expect((await imported("o.xlsx", fixture("openpyxl"))).rows).toEqual([
      { when: day("2023-05-04 10:30:15.250"), at: "08:15:00", value: 1.5 },
      { when: day("1900-01-01"), at: "23:59:59", value: 2 },
    ]);
    expect(await refusal("o.xlsx", fixture("formula-without-value"))).toMatch(
      /^Cell C3 of “Sheet” holds a formula without a stored value/,
    );
  });
});
