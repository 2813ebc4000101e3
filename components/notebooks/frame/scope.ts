import * as Inputs from "@observablehq/inputs";
import * as aq from "arquero";
import * as d3 from "d3";
import MarkdownIt from "markdown-it";
import type { libraryNames } from "@/lib/notebooks/known-names";
import { pearsonMatrix, spearman } from "@/lib/stats/correlation";
import { describe } from "@/lib/stats/describe";
import { argsort } from "@/lib/stats/sort";
import { html, svg } from "htl";
import * as generators from "./generators";
import { ask } from "./page";
import { columnWidths } from "./column-width";
import { Plot } from "./house-plot";
import { tableElement } from "./table";

/** A table of Arquero's. */
export type Table = ReturnType<typeof aq.table>;
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

function moments(values: Iterable<number>) {
  const column = Float64Array.from(values);
  return describe(column, argsort(column));
}

const { input, now, observe, queue, Mutable } = generators;

/** The names that every cell knows. */
export const scope: Record<(typeof libraryNames)[number], () => unknown> = {
  Plot: () => Plot,
  aq: () => aq,
  op: () => aq.op,
  Inputs: () => Inputs,
  d3: () => d3,
  md: () => md,
  sql: () => sql,
  dataset: () => dataset,
  sqlTable: () => tableElement,
  pearsonMatrix: () => pearsonMatrix,
  spearman: () => spearman,
  describe: () => moments,
  width: columnWidths,
  html: () => html,
  svg: () => svg,
  // what a cell of HTML becomes reads this name
  htl: () => ({ html, svg }),
  now,
  Generators: () => ({ input, now, observe, queue, width: columnWidths }),
  Mutable: () => Mutable,
};
