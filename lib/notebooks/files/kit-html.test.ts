import { expect, test } from "vitest";
import { fromKitHtml } from "./kit-html";

test("a notebook of notebook-kit from elsewhere comes in; what does not run here stands as text", () => {
  const html = `<!doctype html>
<notebook theme="air">
  <title>A &amp; B</title>
  <script id="7" type="text/markdown" pinned>
    # Title \${x}
  </script>
  <script id="7" type="module" hidden>
    const x = "<\\/script>";
  </script>
  <script type='text/x-typescript'>
    const y: number = x > 1 ? 1 : 2;
  </script>
  <script id="9" type="application/x-tex">
    \\frac{1}{\${x}}
  </script>
  <script id="3" type="application/sql" database="var:db" output="rows">
    select 1
  </script>
</notebook>
`;
  const { document, notes } = fromKitHtml(html, "x");
  expect(document).toEqual({
    title: "A & B",
    cells: [
      { id: 7, mode: "md", source: "# Title ${x}" },
      { id: 1, mode: "js", source: 'const x = "</script>";', hidden: "all" },
      { id: 2, mode: "ts", source: "const y: number = x > 1 ? 1 : 2;", hidden: "code" },
      { id: 9, mode: "md", source: "```tex\n\\frac{1}{$\\{x}}\n```" },
      { id: 3, mode: "sql", source: "select 1", output: "rows", hidden: "code" },
    ],
  });
  expect(notes).toEqual([
    "1 cell (tex) stands as text: such cells do not run here.",
    "1 cell reads another database.",
  ]);
});

test("a notebook or a cell that does not end is refused", () => {
  expect(() => fromKitHtml("<notebook><script>", "x")).toThrow("This file's <notebook> does not end.");
  for (const cell of ["<script>x", '<script id=">x</script>', "<script"])
    expect(() => fromKitHtml(`<notebook>${cell}</notebook>`, "x")).toThrow("cell 1 does not end");
});

test("what a file puts away stays put away, and code is hidden only where a file says which it shows", () => {
  const read = (attributes: string) =>
    fromKitHtml(`<notebook><script ${attributes}>1</script></notebook>`, "x").document.cells[0]!.hidden;
  expect(read('type="module"')).toBeUndefined();
  expect(read('type="module" pinned=""')).toBeUndefined();
  expect(read('type="module" hidden=""')).toBe("output");
  expect(read('type="module" data-code="hidden" hidden=""')).toBe("all");
});
