import * as Inputs from "@observablehq/inputs";
import * as aq from "arquero";
import * as d3 from "d3";
import { html, svg } from "htl";
import MarkdownIt from "markdown-it";
import { pearsonMatrix, spearman } from "@/lib/stats/correlation";
import { describe } from "@/lib/stats/describe";
import { argsort } from "@/lib/stats/sort";
import type { libraryNames } from "../known-names";
import * as generators from "./generators";
import type { DatasetRequest } from "./read-datasets";

/** A table of Arquero's. */
export type Table = ReturnType<typeof aq.table>;

/** What differs between a page and a run without one. */
type Place = {
  /** Gives the rows of a query or of a dataset as an Arrow stream. */
  ask: (request: DatasetRequest) => Promise<unknown>;
  Plot: unknown;
  /** A table as something to be shown. */
  sqlTable: (table: Table) => unknown;
  /** How wide a value may be, in pixels. */
  width: () => unknown;
  /** The time, in milliseconds since 1970. */
  now: () => unknown;
};

const markdown = new MarkdownIt({ html: false, linkify: true });

/** Text as Markdown; values in it are escaped by the renderer. */
function md(parts: TemplateStringsArray, ...values: unknown[]): HTMLElement {
  const element = document.createElement("div");
  element.className = "prose";
  element.innerHTML = markdown.render(String.raw({ raw: parts }, ...values));
  return element;
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint")
    return String(value);
  if (value instanceof Date) return `TIMESTAMP '${value.toISOString().replace("T", " ").replace("Z", "")}'`;
  if (Array.isArray(value)) return `(${value.map(literal).join(", ")})`;
  return `'${String(value).replaceAll("'", "''")}'`;
}

function moments(values: Iterable<number>) {
  const column = Float64Array.from(values);
  return describe(column, argsort(column));
}

/** The names that every cell knows, each as what makes its value. */
export function cellScope({
  ask,
  Plot,
  sqlTable,
  width,
  now,
}: Place): Record<(typeof libraryNames)[number], () => unknown> {
  const table = async (request: DatasetRequest) =>
    aq.fromArrow((await ask(request)) as ArrayBuffer, { useDate: true }) as Table;
  /** Answers a query on the server; a value in it becomes a literal. */
  const sql = (parts: TemplateStringsArray, ...values: unknown[]) =>
    table({ kind: "sql", sql: String.raw({ raw: parts }, ...values.map(literal)) });
  /** A dataset of the project as a table, by `name` or `name@v2`. */
  const dataset = (reference: string) => table({ kind: "dataset", reference });
  const { input, observe, queue, Mutable } = generators;
  return {
    Plot: () => Plot,
    aq: () => aq,
    op: () => aq.op,
    Inputs: () => Inputs,
    d3: () => d3,
    md: () => md,
    sql: () => sql,
    dataset: () => dataset,
    sqlTable: () => sqlTable,
    pearsonMatrix: () => pearsonMatrix,
    spearman: () => spearman,
    describe: () => moments,
    width,
    html: () => html,
    svg: () => svg,
    // what a cell of HTML becomes reads this name
    htl: () => ({ html, svg }),
    now,
    Generators: () => ({ input, now, observe, queue, width }),
    Mutable: () => Mutable,
  };
}
