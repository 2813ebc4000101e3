import * as Inputs from "@observablehq/inputs";
import * as Plot from "@observablehq/plot";
import * as aq from "arquero";
import * as d3 from "d3";
import MarkdownIt from "markdown-it";
import { pearsonMatrix, spearman } from "@/lib/stats/correlation";
import { describe } from "@/lib/stats/describe";
import { argsort } from "@/lib/stats/sort";
import { ask } from "./page";
import { tableElement } from "./render";

type Table = ReturnType<typeof aq.table>;
const markdown = new MarkdownIt({ html: false, linkify: true });

/** Text as Markdown; values in it are escaped by the renderer. */
function md(parts: TemplateStringsArray, ...values: unknown[]): HTMLElement {
  const element = document.createElement("div");
  element.className = "prose";
  element.innerHTML = markdown.render(String.raw({ raw: parts }, ...values));
  return element;
}

/** Answers a query on the server; a value in it becomes a literal. */
async function sql(parts: TemplateStringsArray, ...values: unknown[]): Promise<Table> {
  const text = String.raw({ raw: parts }, ...values.map(literal));
  return aq.fromArrow((await ask({ kind: "sql", sql: text })) as ArrayBuffer, { useDate: true }) as Table;
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint")
    return String(value);
  if (value instanceof Date) return `TIMESTAMP '${value.toISOString().replace("T", " ").replace("Z", "")}'`;
  if (Array.isArray(value)) return `(${value.map(literal).join(", ")})`;
  return `'${String(value).replaceAll("'", "''")}'`;
}

/** A dataset of the project as a table, by `name` or `name@v2`. */
async function dataset(reference: string): Promise<Table> {
  return aq.fromArrow((await ask({ kind: "dataset", reference })) as ArrayBuffer, { useDate: true }) as Table;
}

/** Stores a table as a prepared dataset of the project, with its lineage. */
async function saveDataset(name: string, table: Table | object[]): Promise<HTMLElement> {
  const rows = Array.isArray(table) ? (aq.from(table) as Table) : table;
  const arrow = aq.toArrowIPC(rows, { format: "stream" });
  const saved = (await ask({ kind: "save", name, arrow })) as {
    name: string;
    number: number;
    rows: number;
    columns: number;
  };
  const note = document.createElement("p");
  note.className = "note";
  note.textContent =
    `Saved ${saved.name} v${saved.number}: ` +
    `${saved.rows.toLocaleString("en")} rows × ${saved.columns} columns`;
  return note;
}

function moments(values: Iterable<number>) {
  const column = Float64Array.from(values);
  return describe(column, argsort(column));
}

/** The names that every cell knows. */
export const scope: Record<string, () => unknown> = {
  Plot: () => Plot,
  aq: () => aq,
  op: () => aq.op,
  Inputs: () => Inputs,
  d3: () => d3,
  md: () => md,
  sql: () => sql,
  dataset: () => dataset,
  saveDataset: () => saveDataset,
  sqlTable: () => tableElement,
  pearsonMatrix: () => pearsonMatrix,
  spearman: () => spearman,
  describe: () => moments,
  width: () => document.body.clientWidth,
};
