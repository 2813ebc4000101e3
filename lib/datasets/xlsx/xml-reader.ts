import { SaxesParser } from "saxes";
import { AppError } from "@/lib/errors";

/** More than any program writes between two tags, in bytes, and how deep its tags stand in each other. */
const [mostBetween, mostDepth] = [16 << 20, 100];

/** What is told of an XML text; names come without a prefix. */
export type XmlEvents = {
  open: (name: string, attributes: Record<string, string>) => void;
  text?: (text: string) => void;
  close?: (name: string) => void;
};

/**
 * Reads XML piece by piece. Entities beyond the five of XML, and document types, are refused: they are how a
 * small file becomes a large one; so are texts of more than 16 MB and tags more than 100 deep.
 *
 * @param part what the text is called in errors
 * @throws {AppError} INVALID from `push` and `end` for what is no XML
 */
export function xmlReader(
  part: string,
  { open, text, close }: XmlEvents,
): { push: (bytes: Uint8Array) => void; end: () => void } {
  const parser = new SaxesParser({ xmlns: false, position: false });
  let decoder: TextDecoder | null = null;
  const fail = () => {
    throw new AppError("INVALID", `The workbook is damaged: ${part} is not XML.`);
  };
  parser.on("error", fail);
  parser.on("doctype", fail);
  let [between, depth] = [0, 0];
  parser.on("opentag", ({ name, attributes }) => {
    between = 0;
    depth += 1;
    if (depth > mostDepth) fail();
    open(localName(name), attributes);
  });
  if (text) {
    parser.on("text", text);
    parser.on("cdata", text);
  }
  parser.on("closetag", ({ name }) => {
    between = 0;
    depth -= 1;
    close?.(localName(name));
  });
  const write = (decode: (used: TextDecoder) => string) => {
    try {
      decoder ??= new TextDecoder("utf-8", { fatal: true });
      parser.write(decode(decoder));
    } catch (error) {
      if (error instanceof AppError) throw error;
      fail();
    }
  };
  return {
    push: (bytes) => {
      between += bytes.length;
      if (between > mostBetween + bytes.length) fail();
      decoder ??= new TextDecoder(encodingOf(bytes), { fatal: true });
      write((used) => used.decode(bytes, { stream: true }));
    },
    end: () => {
      write((used) => used.decode());
      parser.close();
    },
  };
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
