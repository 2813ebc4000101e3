import { expect, test } from "vitest";
import { fromPercent, isPercent, toPercent } from "./percent";

const sources = (file: string) =>
  fromPercent(file, "x").document.cells.map(({ mode, source }) => [mode, source]);

test("cells of a file of Jupytext come in, its commands of Jupyter too", () => {
  const file = `# ---
# jupyter:
#   jupytext:
#     text_representation:
#       format_name: percent
# ---

# %% [markdown]
# # Costs \${x}
#
# text

# %%
# %matplotlib inline
# !ls
x = """
# %% no mark
"""

# %% [raw]
# <b>
`;
  expect(sources(file)).toEqual([
    ["md", "# Costs $\\{x}\n\ntext"],
    ["python", '%matplotlib inline\n!ls\nx = """\n# %% no mark\n"""'],
    ["md", "```raw\n<b>\n```"],
  ]);
});

test("a file of another editor comes in: titles, texts in quotes, code before the first mark", () => {
  const file = 'import x\n\n#%% Load\ny = 1\n# !important\n\n# %% [markdown]\n"""\nA text\n"""\n';
  expect(sources(file)).toEqual([
    ["python", "import x"],
    ["python", "# Load\ny = 1\n# !important"],
    ["md", "A text"],
  ]);
  expect(fromPercent(file, "x").notes).toEqual(["1 title of cells stands as comments in the code."]);
});

test("a file without a mark outside of its texts is not divided", () => {
  expect(isPercent('x = """\n# %%\n"""')).toBe(false);
  expect(isPercent("# %%time\n# 5 %% more")).toBe(false);
});

test("what is not Python leaves as comments, so that the file still runs", () => {
  const cells = [
    { id: 1, mode: "sql" as const, source: "select 1", output: "one" },
    { id: 2, mode: "python" as const, source: "%time x" },
    { id: 3, mode: "python" as const, source: 'broken = """' },
  ];
  const file = toPercent({ title: 'Costs "2026"', cells });
  expect(file.slice(file.indexOf("# %%"))).toBe(
    '# %% [raw] mode="sql" output="one"\n# select 1\n\n' +
      '# %%\n# %time x\n\n# %% [raw] mode="python"\n# broken = """\n',
  );
  expect(fromPercent(file, "x").document).toEqual({ title: 'Costs "2026"', cells });
});
