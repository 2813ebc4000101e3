import type { ColumnSchema } from "@/lib/frame/frame";
import type { Document } from "./document";
import type { Cell } from "./schema";

/**
 * A notebook that begins to explore a dataset: its rows, its distributions, its correlations,
 * and how to save.
 */
export function explorationOf(dataset: { name: string; number: number; columns: ColumnSchema[] }): Document {
  const reference = `${dataset.name}@v${dataset.number}`;
  const target = dataset.columns.findLast(({ type }) => type === "boolean")?.name;
  const quoted = reference.replaceAll("'", "''");
  const cells: Omit<Cell, "id">[] = [
    {
      mode: "md",
      source:
        `# Exploring ${dataset.name}\n\nVersion ${dataset.number}, ${dataset.columns.length} columns. ` +
        "Cells run again by themselves when something that they read changes.",
    },
    { mode: "sql", output: "sample", source: `select * from dataset('${quoted}') limit 5` },
    { mode: "ts", source: `const table = await dataset(${JSON.stringify(reference)})` },
    {
      mode: "ts",
      source:
        `const target = ${JSON.stringify(target ?? null)};\n` +
        `const isNumeric = (name) => typeof table.get(name, 0) === "number"\n` +
        `const varies = (name) => new Set(table.array(name)).size > 1\n` +
        "const numeric = table.columnNames()" +
        ".filter((name) => name !== target && isNumeric(name) && varies(name))",
    },
    { mode: "md", source: "## Distributions" },
    { mode: "ts", source: histograms },
    { mode: "md", source: "## Correlations" },
    { mode: "ts", source: correlations },
    {
      mode: "md",
      source:
        "## Save what you prepared\n\n" +
        "Remove the slashes: a button below the cell then stores the table as a dataset, with its lineage.",
    },
    {
      mode: "ts",
      source: `// saveDataset(${JSON.stringify(`${dataset.name}-prepared`)}, table.select(numeric))`,
    },
  ];
  return { title: `Exploring ${dataset.name}`, cells: cells.map((cell, i) => ({ id: i + 1, ...cell })) };
}

/** A notebook with nothing in it but room to begin. */
export function emptyNotebook(title: string): Document {
  return {
    title,
    cells: [
      { id: 1, mode: "md", source: `# ${title}` },
      { id: 2, mode: "ts", source: "" },
    ],
  };
}

const histograms = `const grid = document.createElement("div");
grid.style.cssText = "display:grid;grid-template-columns:repeat(auto-fill,minmax(180px,1fr));gap:4px 16px";
for (const name of numeric) {
  const rows = table.array(name).map((value, i) => ({ value, of: target ? table.get(target, i) : false }));
  grid.append(Plot.plot({
    width: 220, height: 96, marginLeft: 40, marginBottom: 22, marginTop: 18,
    x: { label: null, ticks: 3 }, y: { label: name, labelAnchor: "top", ticks: 2, labelArrow: "none" },
    marks: [
      Plot.rectY(rows, Plot.binX({ y: "count" }, { x: "value", fill: "var(--chart-muted)", thresholds: 24 })),
      Plot.rectY(
        rows.filter((row) => row.of),
        Plot.binX({ y: "count" }, { x: "value", fill: "var(--chart-2)", thresholds: 24 })
      ),
      Plot.ruleY([0], { stroke: "var(--line-strong)" })
    ]
  }));
}
display(grid)`;

const correlations = `const columns = numeric.map((name) => Float64Array.from(table.array(name)));
const r = pearsonMatrix(columns);
const cells = numeric.flatMap((x, i) => numeric.map((y, j) => ({ x, y, r: r[i * numeric.length + j] })));
display(Plot.plot({
  width: 720, height: 640, marginLeft: 180, marginBottom: 150, padding: 0.04,
  x: { domain: numeric, tickRotate: -60, label: null }, y: { domain: numeric, label: null },
  color: {
    type: "linear", domain: [-1, 0, 1], range: ["#a64a18", "#eef0f3", "#21428e"],
    legend: true, label: "Pearson r"
  },
  marks: [Plot.cell(cells, { x: "x", y: "y", fill: "r", tip: true })]
}))`;
