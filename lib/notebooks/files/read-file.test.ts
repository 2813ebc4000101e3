import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import { readNotebookFile } from "./read-file";

const read = (text: string, name = "a b.py") => readNotebookFile(new TextEncoder().encode(text), name);

test("what a file is its content says, not its name", () => {
  expect(read('{"nbformat":4,"cells":[]}').format).toBe("ipynb");
  expect(read("<notebook></notebook>").format).toBe("html");
  expect(read("import marimo\napp = marimo.App()\n").format).toBe("marimo");
  expect(read("# %%\r\nx = 1\r\n", "x.txt").document.cells[0]!.source).toBe("x = 1");
});

test("a plain script is one cell, as it is", () => {
  expect(read("import os\n\nprint(1)\n", "clean up.py").document).toEqual({
    title: "clean up",
    cells: [{ id: 1, mode: "python", source: "import os\n\nprint(1)\n" }],
  });
});

test("what is no notebook is refused", () => {
  expect(() => read("a,b\n1,2\n", "x.csv")).toThrow("This file is no notebook");
  expect(() => readNotebookFile(new Uint8Array([0xff, 0xfe, 0x00]), "x.py")).toThrow("not text in UTF-8");
});

test("a file with too many cells, or too long a one, is refused with the number", () => {
  expect(() => read("# %%\n".repeat(limits.notebookCells + 1))).toThrow(
    "This file has 1,001 cells; a notebook may have 1,000.",
  );
  expect(() => read(`x = 1\n# %%\n${"y".repeat(limits.cellCharacters + 1)}`)).toThrow(
    "Cell 2 has 500,001 characters; one may have 500,000.",
  );
});

const size = limits.notebookFileBytes / 8;
/** Files made so that a reader which walks back would take minutes. */
const bombs: [string, string, string][] = [
  ["tags that do not end", "x.html", "<notebook>" + '<script "'.repeat(size / 9) + "</notebook>"],
  ["titles that do not end", "x.html", "<notebook>" + "<title>".repeat(size / 7) + "</notebook>"],
  ["notebooks that do not end", "x.html", "<notebook>".repeat(size / 10)],
  ["apps of marimo", "x.py", "import marimo\n" + "app = marimo.App(\n".repeat(size / 18)],
  ["blank lines", "x.ipynb", JSON.stringify({ nbformat: 4, cells: [code("\n".repeat(499_999))] })],
  ["backticks", "x.ipynb", JSON.stringify({ nbformat: 4, cells: [raw("`a".repeat(240_000))] })],
  ["brackets", "x.ipynb", `{"nbformat":4,"cells":${"[".repeat(size)}`],
];
function code(source: string) {
  return { cell_type: "code", source };
}
function raw(source: string) {
  return { cell_type: "raw", source };
}

test.each(bombs)("a file of %s is read or refused in one walk", { timeout: 10_000 }, (_, name, text) => {
  try {
    expect(read(text, name).document.cells.length).toBeLessThanOrEqual(1);
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
  }
});
