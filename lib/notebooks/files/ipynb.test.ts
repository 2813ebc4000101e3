import { expect, test } from "vitest";
import type { Document } from "../document";
import { fromIpynb } from "./ipynb";
import { toIpynb } from "./ipynb-write";

/** A Jupyter notebook with what files hold that a notebook here has no place for. */
const file = `{
 "cells": [
  {
   "cell_type": "markdown",
   "id": "intro-1",
   "metadata": {"tags": ["keep"], "big": 12345678901234567890},
   "attachments": {"a.png": {"image/png": "iVBORw0KGgo="}},
   "source": ["# Costs \${total}\\n", "\\n", "![a](attachment:a.png)"]
  },
  {
   "cell_type": "code",
   "execution_count": 7,
   "id": "load",
   "metadata": {"scrolled": true},
   "outputs": [
    {"data": {"text/plain": ["1.50"]}, "execution_count": 7, "metadata": {"n": 1.50},
     "output_type": "execute_result"}
   ],
   "source": "%time x = 1.5\\nx"
  },
  {"cell_type": "raw", "id": "raw", "metadata": {}, "source": ["\\\\section{\${x}}"]}
 ],
 "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
 "nbformat": 4,
 "nbformat_minor": 5
}
`;
const imported = fromIpynb(file, "costs");
const changed = (change: (cells: Document["cells"]) => Document["cells"]) =>
  toIpynb({ ...imported.document, cells: change([...imported.document.cells]) }, file);
type Written = { cells: Record<string, unknown>[]; metadata: object };
const read = (json: string) => JSON.parse(json) as Written;

test("code and Markdown of a Jupyter notebook become cells; ${} of foreign Markdown stays text", () => {
  expect(imported.document).toEqual({
    title: "costs",
    cells: [
      { id: 1, mode: "md", source: "# Costs $\\{total}\n\n![a](attachment:a.png)" },
      { id: 2, mode: "python", source: "%time x = 1.5\nx" },
      { id: 3, mode: "md", source: "```raw\n\\section{$\\{x}}\n```" },
    ],
  });
});

test("an import says what of a Jupyter notebook is otherwise here", () => {
  expect(imported.notes).toEqual([
    "1 raw cell stands as text.",
    "1 cell may use Jupyter's own commands (% or !), which do not run here.",
    "1 output of the file is kept and is in its export; the page shows what cells give when they run here.",
    "1 attached picture is kept and is in the export, and is not shown here.",
  ]);
  const foreign = file.replace('"language": "python"', '"language": "R"');
  expect(fromIpynb(foreign, "x").document.cells[1]).toEqual({
    ...{ id: 2, mode: "md" },
    source: "```r\n%time x = 1.5\nx\n```",
  });
  expect(fromIpynb(foreign, "x").notes[0]).toBe("1 cell in r stands as text: such code does not run here.");
  const silent = file.replace(/"kernelspec": \{.*\}\}/, '"x": 1}');
  expect(fromIpynb(silent, "x").notes[0]).toContain("taken for Python");
});

test("a Jupyter notebook that nobody changed leaves as the same bytes", () => {
  expect(toIpynb(imported.document, file)).toBe(file);
});

test("a cell that was changed keeps what the file said of it, but not what its old text gave", () => {
  const json = changed(([first, second, raw]) => [
    { ...first!, source: "# Costs $\\{sum}" },
    { ...second!, source: "x = 2" },
    { ...raw!, source: raw!.source.replace("section", "part") },
  ]);
  expect(json).toContain("12345678901234567890");
  const { cells } = read(json);
  expect(cells[0]).toMatchObject({ id: "intro-1", source: ["# Costs ${sum}"], metadata: { tags: ["keep"] } });
  expect(cells[0]!.attachments).toEqual({ "a.png": { "image/png": "iVBORw0KGgo=" } });
  expect(cells[1]).toEqual({
    ...{ cell_type: "code", id: "load", metadata: { scrolled: true } },
    ...{ execution_count: null, outputs: [], source: ["x = 2"] },
  });
  expect(cells[2]).toMatchObject({ cell_type: "raw", source: ["\\part{${x}}"] });
});

test("cells that were moved, deleted and added leave in their order, the others as they were written", () => {
  const json = changed(([first, second]) => [
    second!,
    { id: 99, mode: "sql", source: "select 1", output: "one" },
    first!,
  ]);
  expect(json).toContain('"metadata": {"n": 1.50}');
  expect(read(json).cells.map((cell) => [cell.cell_type, cell.id])).toEqual([
    ["code", "load"],
    ["raw", "cell-99"],
    ["markdown", "intro-1"],
  ]);
  expect(read(json).metadata).toEqual(read(file).metadata);
  expect(fromIpynb(json, "x").document.cells[1]).toEqual({
    ...{ id: 99, mode: "sql", source: "select 1", output: "one" },
  });
});

test("a cell that became another kind leaves as that kind", () => {
  const json = changed(([first, second, raw]) => [
    first!,
    { ...second!, mode: "md" },
    { ...raw!, source: "no fence" },
  ]);
  expect(read(json).cells.map(({ cell_type }) => cell_type)).toEqual(["markdown", "markdown", "markdown"]);
});

test("a notebook without Python leaves for a kernel of TypeScript", () => {
  const cells = [{ id: 5, mode: "ts" as const, source: "const a = 1" }];
  const written = read(toIpynb({ title: "T", cells }, null));
  expect(written.metadata).toMatchObject({ title: "T", kernelspec: { language: "typescript" } });
  expect(written.cells[0]).toMatchObject({ cell_type: "code", source: ["const a = 1"] });
});

test.each([
  ["{", "This file is not valid JSON, so it is no Jupyter notebook."],
  ['{"nbformat":3,"worksheets":[]}', "This is a Jupyter notebook of format 3; format 4 is read."],
  ['{"a":1}', "This file is no Jupyter notebook: nbformat is not as expected."],
  ['{"nbformat":4,"cells":[{"cell_type":"code","source":5}]}', "cells.0.source is not as expected"],
])("what is no Jupyter notebook is refused with a reason: %s", (json, message) => {
  expect(() => fromIpynb(json, "x")).toThrow(message);
});

test("what Jupyter hides is hidden here, and a change of it changes nothing else in the file", () => {
  const cell = (metadata: string) =>
    `{"cell_type": "code", "metadata": ${metadata}, "outputs": [{"n": 12345678901234567890}], "source": "1"}`;
  const file = (metadata: string) => `{"nbformat": 4, "metadata": {}, "cells": [${cell(metadata)}]}`;
  const hidden = file('{"big": 12345678901234567890, "jupyter": {"source_hidden": true, "kept": 1}}');
  const { document } = fromIpynb(hidden, "x");
  expect(document.cells[0]!.hidden).toBe("code");
  expect(toIpynb(document, hidden)).toBe(hidden);

  const shown = { ...document, cells: document.cells.map(({ hidden: _, ...one }) => one) };
  expect(toIpynb(shown, hidden)).toContain(
    '{"big": 12345678901234567890, "jupyter": {"outputs_hidden": false, "source_hidden": false, "kept": 1}}',
  );
  expect(toIpynb(shown, hidden)).toContain('"outputs": [{"n": 12345678901234567890}]');
  const put = { ...document, cells: document.cells.map((one) => ({ ...one, hidden: "all" as const })) };
  expect(fromIpynb(toIpynb(put, file("{}")), "x").document.cells[0]!.hidden).toBe("all");
});
