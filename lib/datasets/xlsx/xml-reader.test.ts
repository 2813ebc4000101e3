import { expect, test } from "vitest";
import { xmlReader } from "./xml-reader";

function read(xml: Uint8Array | string): string[] {
  const events: string[] = [];
  const reader = xmlReader("a part", {
    open: (name, attributes) => events.push(`<${name} ${JSON.stringify(attributes)}`),
    text: (text) => events.push(text),
    close: (name) => events.push(`>${name}`),
  });
  reader.push(Buffer.from(xml as Uint8Array));
  reader.end();
  return events;
}

test("names come without their prefix, UTF-16 is known by its mark", () => {
  expect(read('<x:a b="1">t&amp;</x:a>')).toEqual(['<a {"b":"1"}', "t&", ">a"]);
  expect(read(Buffer.from("\ufeff<a/>", "utf16le"))).toEqual(["<a {}", ">a"]);
});

test("texts and tags that no program writes are refused before they fill the memory", () => {
  const reader = xmlReader("a part", { open: () => undefined });
  reader.push(Buffer.from("<a>"));
  const piece = Buffer.alloc(1 << 20, "x");
  expect(() => {
    for (let i = 0; i < 20; i++) reader.push(piece);
  }).toThrow("The workbook is damaged");
  expect(() => read("<a>".repeat(101))).toThrow("The workbook is damaged");
  expect(read(`${"<a>".repeat(100)}${"</a>".repeat(100)}`)).toHaveLength(200);
});

test.each([
  "<a>",
  "<a></b>",
  "<!DOCTYPE a><a/>",
  "<a>&b;</a>",
  "plain",
  "<a b=1/>",
  Buffer.from("<a>\xff</a>", "latin1"),
])("what is no plain XML is refused: %s", (xml) => {
  expect(() => read(xml)).toThrow("The workbook is damaged: a part is not XML.");
});
