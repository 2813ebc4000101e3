import * as z from "zod";
import { columnText } from "../formula-tokens";
import { added, missingIn, valueIn } from "./ops";
import { AppError } from "@/lib/errors";
import { addColumns, columnsOfType } from "./cells";
import { firstOfType, numeric } from "./form";
import { fitSql, numbersLearned, trainingRows } from "./learned";
import { finite, name } from "./schema";
import { literal, stepKind, type HeldColumn, type Place } from "./step";

const schema = z.strictObject({
  kind: z.literal("bin"),
  column: name,
  how: z.enum(["width", "quantiles", "edges"]),
  count: z.number().int("expected a whole number").min(2, "expected at least 2 bins").max(1_000),
  edges: z.array(finite).max(1_000),
  labels: z.enum(["ranges", "numbers"]),
  name,
});
type Step = z.output<typeof schema>;

/** Numbers as bins in a new column; the first and the last have no end, so that every number is in one. */
export const bin = stepKind({
  schema,
  title: "Bins of numbers",
  group: "Numbers",
  form: [
    { key: "column", label: "Column", as: "column", types: numeric },
    {
      key: "how",
      label: "Bins",
      as: "choice",
      options: [
        { value: "width", label: "of equal width" },
        { value: "quantiles", label: "of as many rows each" },
        { value: "edges", label: "between edges" },
      ],
    },
    {
      key: "count",
      label: "How many",
      as: "number",
      step: 1,
      least: 2,
      when: { key: "how", is: ["width", "quantiles"] },
    },
    { key: "edges", label: "Edges, between commas", as: "numbers", when: { key: "how", is: ["edges"] } },
    {
      key: "labels",
      label: "Bins are called",
      as: "choice",
      options: [
        { value: "ranges", label: "by their ranges" },
        { value: "numbers", label: "1, 2, 3 and so on" },
      ],
    },
    { key: "name", label: "Name of the new column", as: "text" },
  ],
  defaults: (columns) => ({
    column: firstOfType(columns, numeric),
    how: "quantiles",
    count: 4,
    edges: [],
    labels: "ranges",
    name: "bin",
  }),
  onNewRows: "apply",
  learns: ({ how }) => how !== "edges",
  sentence: (step) => {
    const bins = step.how === "edges" ? step.edges.join(", ") : `${step.count}, ${step.how}`;
    return `${step.name} = bins of ${step.column} (${bins})`;
  },
  apply: (step, place) => {
    const [column] = columnsOfType(place.columns, [step.column], numeric);
    if (step.how === "edges") {
      if (step.edges.length === 0) throw new AppError("INVALID", "Say where the edges of the bins are.");
      return addColumns(place, [binned(column!, step, step.edges)]);
    }
    const edges = numbersLearned(place, column!, "bin") ?? [];
    const fit = fitSql([column!], (one) => edgesSql(one, step, place));
    return { ...addColumns(place, [binned(column!, step, edges)]), fit };
  },
  ops: (step, place) => {
    const [column] = columnsOfType(place.columns, [step.column], numeric);
    const edges = edgesIn(step.how === "edges" ? step.edges : numbersLearned(place, column!, "bin")!);
    const type = step.labels === "numbers" ? "integer" : "text";
    const ref = columnText(step.column);
    const cases = edges.map((edge, i) => {
      return `${ref} < ${valueIn(edge, "number")}, ${labelIn(edges, step.labels, i)}`;
    });
    const last = labelIn(edges, step.labels, edges.length);
    const all = [`is_missing(${ref}), ${missingIn(type)}`, ...cases, last];
    return added({ name: step.name, type, formula: `case(${all.join(", ")})` });
  },
});

function binned({ id }: HeldColumn, { labels, name: called }: Step, from: readonly number[]) {
  const edges = edgesIn(from);
  const labelOf = (i: number) => labelIn(edges, labels, i);
  const cases = edges.map((edge, i) => `WHEN ${id} < ${edge}::DOUBLE THEN ${labelOf(i)}`);
  const sql = `CASE WHEN ${id} IS NULL THEN NULL ${cases.join(" ")} ELSE ${labelOf(edges.length)} END`;
  return { name: called, type: labels === "numbers" ? ("integer" as const) : ("text" as const), sql };
}

function edgesIn(from: readonly number[]): number[] {
  return [...new Set(from)].sort((a, b) => a - b);
}

/** What a bin is called, in SQL as in a formula. */
function labelIn(edges: readonly number[], labels: Step["labels"], i: number): string {
  if (labels === "numbers") return String(i + 1);
  if (edges.length === 0) return "'all'";
  if (i === 0) return literal(`< ${edges[0]}`);
  return literal(i === edges.length ? `>= ${edges[i - 1]}` : `${edges[i - 1]} to ${edges[i]}`);
}

/** The edges between bins: one fewer than bins. */
function edgesSql({ id }: HeldColumn, { how, count }: Step, place: Place): string {
  const x = `CAST(${id} AS DOUBLE)`;
  const inner = Array.from({ length: count - 1 }, (_, i) => (i + 1) / count);
  const edges =
    how === "quantiles"
      ? inner.map((share) => `quantile_cont(${x}, ${share})`)
      : inner.map((share) => `min(${x}) + (max(${x}) - min(${x})) * ${share}`);
  return `SELECT CASE WHEN count(${x}) > 0 THEN to_json(list_filter([${edges.join(", ")}],
    lambda e: isfinite(e))) END FROM ${trainingRows(place)}`;
}
