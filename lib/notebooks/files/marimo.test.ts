import { expect, test } from "vitest";
import { fromMarimo, isMarimo } from "./marimo";

/** As marimo 0.25 writes it. */
const file = `import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Costs")

with app.setup:
    import marimo as mo
    import numpy as np


@app.cell
def _():
    s = """a
        b
    c"""
    x = (1,
      2)
    return s, x


@app.function
def double(a):
    return 2 * a


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    # Costs of $x$

      * in \\"\\"\\" ${"${s}"}
    """)
    return


@app.cell
async def named(
    s,
    x,
) -> None:
    def f():
        return s
    slider = mo.ui.slider(1, 10)
    return (
        f,
        slider,
    )


@app.cell
def _():
    return


if __name__ == "__main__":
    app.run()
`;

test("the cells of a marimo notebook come in without its functions around them", () => {
  expect(isMarimo(file)).toBe(true);
  const { document, notes } = fromMarimo(file, "x");
  expect(document.title).toBe("Costs");
  expect(document.cells).toEqual([
    { id: 1, mode: "python", source: "import marimo as mo\nimport numpy as np" },
    { id: 2, mode: "python", source: 's = """a\n    b\nc"""\nx = (1,\n  2)' },
    { id: 3, mode: "python", source: "def double(a):\n    return 2 * a" },
    { id: 4, mode: "md", source: '# Costs of $x$\n\n  * in """ $\\{s}' },
    { id: 5, mode: "python", source: "def f():\n    return s\nslider = mo.ui.slider(1, 10)" },
    { id: 6, mode: "python", source: "" },
  ]);
  expect(notes).toEqual(["1 cell uses marimo itself (mo.…): inputs and layouts of marimo do not show here."]);
});

test("a marimo notebook whose function does not end is refused", () => {
  expect(() => fromMarimo("import marimo\napp = marimo.App()\n@app.cell\ndef _(\n", "x")).toThrow(
    "a function without an end",
  );
});
