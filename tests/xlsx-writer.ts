import { zipOf } from "./zip-writer";

/** A cell: its value, or the XML inside of `<c …>` with its attributes. */
type Cell = string | number | boolean | null | { attributes?: string; xml: string };
type SheetOf = {
  name: string;
  rows?: readonly (readonly Cell[])[];
  /** XML in place of rows. */
  data?: string;
  /** Attributes of rows, by number from 1. */
  rowAttributes?: Record<number, string>;
  before?: string;
  after?: string;
  state?: string;
};

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packageOf = "http://schemas.openxmlformats.org/package/2006/relationships";
/** Styles by number: plain, day, day and time, time, length of time, text, and one in Spanish. */
export const styles = { plain: 0, day: 1, dayTime: 2, time: 3, duration: 4, text: 5, spanish: 6 };
const stylesXml = `${head}<styleSheet ${main}><numFmts>
  <numFmt numFmtId="164" formatCode="[$-C0A]d &quot;de&quot; mmmm &quot;de&quot; yyyy;@"/></numFmts>
  <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
  <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="46"/>
  <xf numFmtId="49"/><xf numFmtId="164"/></cellXfs></styleSheet>`;

/** A number in a style, such as a serial date. */
export const styled = (value: number | string, style: keyof typeof styles): Cell => ({
  attributes: `s="${styles[style]}"`,
  xml: `<v>${value}</v>`,
});
export const errorCell = (code: string): Cell => ({ attributes: 't="e"', xml: `<v>${code}</v>` });
export const formula = (text: string, value?: string | number): Cell => ({
  xml: `<f>${text}</f>${value === undefined ? "" : `<v>${value}</v>`}`,
});

/** A workbook as Excel writes it, with shared strings; for tests, so that what is odd in it can be odd. */
export function xlsxOf(
  sheets: readonly SheetOf[],
  { date1904 = false, parts = [] }: { date1904?: boolean; parts?: [string, string | Uint8Array][] } = {},
): Buffer {
  const strings: string[] = [];
  const files = sheets.map((sheet, i): [string, string] => [
    `xl/worksheets/sheet${i + 1}.xml`,
    sheetXml(sheet, strings),
  ]);
  const names = sheets.map(
    ({ name, state }, i) =>
      `<sheet name="${escaped(name)}" sheetId="${i + 1}" state="${state ?? "visible"}" r:id="rId${i + 1}"/>`,
  );
  const relations = [
    ...sheets.map((_, i) => ["worksheet", `worksheets/sheet${i + 1}.xml`]),
    ["styles", "styles.xml"],
    ["sharedStrings", "sharedStrings.xml"],
  ].map(
    ([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${office}/${type}" Target="${target}"/>`,
  );
  const shared = strings.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`);
  const all: [string, string | Uint8Array][] = [
    ["[Content_Types].xml", `${head}<Types/>`],
    [
      "xl/workbook.xml",
      `${head}<workbook ${main} xmlns:r="${office}"><workbookPr${date1904 ? ' date1904="1"' : ""}/>` +
        `<sheets>${names.join("")}</sheets></workbook>`,
    ],
    [
      "xl/_rels/workbook.xml.rels",
      `${head}<Relationships xmlns="${packageOf}">${relations.join("")}</Relationships>`,
    ],
    ["xl/styles.xml", stylesXml],
    ["xl/sharedStrings.xml", `${head}<sst ${main}>${shared.join("")}</sst>`],
    ...files,
  ];
  const own = new Map([...all, ...parts]);
  return zipOf([...own]);
}

function sheetXml(
  { rows = [], data, rowAttributes = {}, before = "", after = "" }: SheetOf,
  strings: string[],
) {
  const xml = rows.map((cells, r) => {
    const inside = cells.map((cell, c) => cellXml(cell, `${letters(c)}${r + 1}`, strings)).join("");
    return `<row r="${r + 1}" ${rowAttributes[r + 1] ?? ""}>${inside}</row>`;
  });
  const cells = `<sheetData>${data ?? xml.join("")}</sheetData>`;
  return `${head}<worksheet ${main}>${before}${cells}${after}</worksheet>`;
}

function cellXml(cell: Cell, reference: string, strings: string[]): string {
  if (cell === null) return "";
  if (typeof cell === "number") return `<c r="${reference}"><v>${cell}</v></c>`;
  if (typeof cell === "boolean") return `<c r="${reference}" t="b"><v>${Number(cell)}</v></c>`;
  if (typeof cell === "object") return `<c r="${reference}" ${cell.attributes ?? ""}>${cell.xml}</c>`;
  return `<c r="${reference}" t="s"><v>${strings.push(cell) - 1}</v></c>`;
}

function letters(column: number): string {
  const rest = Math.floor(column / 26);
  return (rest > 0 ? letters(rest - 1) : "") + String.fromCharCode(65 + (column % 26));
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
