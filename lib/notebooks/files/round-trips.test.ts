import fc from "fast-check";
import { expect, test } from "vitest";
import { toHtml, type Document } from "../document";
import { hiddenParts } from "../hidden";
import { cellModes } from "../schema";
import { toIpynb } from "./ipynb-write";
import { toPercent } from "./percent";
import { readNotebookFile } from "./read-file";

const line = fc.oneof(
  fc.string().map((text) => text.replaceAll(/[\r\n]/g, "").toWellFormed()),
  fc.constantFrom(
    ...[
      "# %% [markdown]",
      "%%",
      "\\%%x",
      "# # %%",
      "#%%",
      "%matplotlib inline",
      "!pip install x",
      "# !ls",
      "# %time f()",
    ],
    ...['"""', "'''", '"', "# '''", "${x}", "$\\{x}", "```", "</script>", "<\\/script>", "    return x"],
    ...["", "  ", "#", "# ---", "# jupyter:", "mo.md(x)", "import marimo", "12345678901234567890"],
  ),
);
const source = fc.array(line, { maxLength: 6 }).map((lines) => lines.join("\n"));
const cell = fc.record({
  mode: fc.constantFrom(...cellModes),
  source,
  output: fc.constantFrom(undefined, "rows"),
  hidden: fc.constantFrom(undefined, ...hiddenParts),
});
const document = fc
  .record({ title: fc.string(), cells: fc.array(cell, { maxLength: 6 }) })
  .map(({ title, cells }): Document => ({
    title: title.replaceAll(/\s+/g, " ").trim().toWellFormed() || "Untitled",
    cells: cells.map(({ mode, source, output, hidden }, i) => ({
      ...{ id: i + 1, mode, source },
      ...(mode === "sql" && output ? { output } : {}),
      ...(hidden ? { hidden } : {}),
    })),
  }));
const bytes = (text: string) => new TextEncoder().encode(text);
const plain = ({ title, cells }: Document) => ({
  title,
  cells: cells.map(({ id: _id, ...cell }) => cell),
});

test.each([
  ["Jupyter's form", "x.ipynb", (one: Document) => toIpynb(one, null)],
  ["notebook-kit's HTML", "x.html", toHtml],
  ["Python divided by # %%", "x.py", toPercent],
] as const)("any notebook that leaves in %s and comes back is the same", (_, name, write) => {
  fc.assert(
    fc.property(document, (one) => {
      if (name === "x.py" && one.cells.length === 0) return;
      const { document: read, notes } = readNotebookFile(bytes(write(one)), name);
      expect(plain(read)).toEqual(plain(one));
      expect(notes).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
