import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import { xmlReader } from "./xml-reader";

/**
 * Reads the strings that the cells of a workbook share, in their order: rich text without its looks, without
 * what tells how it is pronounced.
 *
 * @throws {AppError} TOO_LARGE for more than memory holds; INVALID when it is damaged
 */
export function sharedStringsReader(file: string): {
  push: (bytes: Uint8Array) => void;
  end: () => string[];
} {
  const strings: string[] = [];
  const collector = textCollector();
  let bytes = 0;
  const reader = xmlReader(file, {
    open: (name) => (name === "si" ? collector.start() : collector.open(name)),
    text: collector.text,
    close: (name) => {
      if (name !== "si") return collector.close(name);
      const text = collector.take();
      strings.push(text);
      bytes += 2 * text.length + 32;
      if (bytes > limits.sheetStringsBytes)
        throw new AppError(
          "TOO_LARGE",
          `The workbook holds more than ${limits.sheetStringsBytes >> 20} MB of text. Save the sheet as CSV.`,
        );
    },
  });
  return {
    push: reader.push,
    end: () => {
      reader.end();
      return strings;
    },
  };
}

/** Gathers the text of a string: all of its runs, none of its phonetic ones. */
export function textCollector() {
  let [text, inText, phonetic] = ["", false, false];
  return {
    start: () => {
      text = "";
    },
    open: (name: string) => {
      if (name === "rPh") phonetic = true;
      else if (name === "t") inText = !phonetic;
    },
    text: (piece: string) => {
      if (inText) text += piece;
    },
    close: (name: string) => {
      if (name === "rPh") phonetic = false;
      else if (name === "t") inText = false;
    },
    take: () => unescaped(text),
  };
}

/** Characters that XML cannot hold are written as _x000D_, and a text that looks like it as _x005F_x000D_. */
export function unescaped(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
