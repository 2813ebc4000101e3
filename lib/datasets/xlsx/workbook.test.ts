import { expect, test } from "vitest";
import { readStyles, readWorkbook } from "./workbook";

const relation = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="http://purl.oclc.org/ooxml/relationships/${type}" Target="${target}"/>`;

test("worksheets come in their order with their files; charts are none", async () => {
  const parts: Record<string, string> = {
    "xl/workbook.xml":
      '<x:workbook xmlns:x="m" xmlns:q="r"><x:workbookPr date1904="true"/><x:sheets>' +
      '<x:sheet name="b" q:id="r2" state="hidden"/><x:sheet name="c" q:id="r3"/>' +
      '<x:sheet name="a" q:id="r1"/>' +
      "</x:sheets></x:workbook>",
    "xl/_rels/workbook.xml.rels": `<Relationships>${relation("r1", "worksheet", "/xl/one.xml")}${relation(
      "r2",
      "worksheet",
      "../xl/./two.xml",
    )}${relation("r3", "chartsheet", "c.xml")}${relation("r4", "styles", "styles.xml")}</Relationships>`,
  };
  expect(await readWorkbook(async (file) => Buffer.from(parts[file]!))).toEqual({
    epoch: 1904,
    sheets: [
      { name: "b", file: "xl/two.xml", hidden: true },
      { name: "a", file: "xl/one.xml", hidden: false },
    ],
    styles: "xl/styles.xml",
    sharedStrings: null,
  });
});

test("styles of cells are told from those that they build on", () => {
  const xml =
    '<styleSheet><numFmts><numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts>' +
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
    '<cellXfs><xf/><xf numFmtId="165"/><xf numFmtId="14"/></cellXfs><cellStyles/></styleSheet>';
  expect(readStyles(Buffer.from(xml), "styles.xml")).toEqual(["plain", "duration", "day"]);
});
