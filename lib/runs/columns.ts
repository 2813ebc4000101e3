import { readMetricName } from "./metric-name";
import { metricOrder, metricWords } from "./read";

/**
 * What a run has: a metric by its name as it was logged, a param or a tag; in how many of the runs looked at,
 * and whether their values differ.
 */
export type RunName = { kind: "metric" | "param" | "tag"; name: string; runs: number; differs: boolean };

/**
 * A column of the runs table; `sort` is what the table is sorted by on a click, in the words of the filter.
 */
export type RunColumn = {
  id: string;
  group: string;
  label: string;
  right: boolean;
  sort: string | null;
} & ({ kind: "metric" | "param" | "tag"; name: string } | { kind: "algorithm" | "fit" | "row" | "data" });

/** Columns that a table shows at most, and those that stand there unasked. */
export const columnsAtMost = 40;
const [usualMetrics, usualParams] = [8, 5];

const facts: Record<string, RunColumn> = {
  algorithm: fact("algorithm", "Parameters", "Algorithm", false),
  fit: fact("fit", "Cost", "Fit", true),
  row: fact("row", "Cost", "ms/row", true),
  data: { ...fact("data", "Origin", "Data", false), sort: "data" },
};

function fact(
  id: "algorithm" | "fit" | "row" | "data",
  group: string,
  label: string,
  right: boolean,
): RunColumn {
  return { id, kind: id, group, label, right, sort: null };
}

const paramWords: Record<string, string> = { trees: "Trees", max_depth: "Depth", k: "k", c: "C" };
/** Params that a table says elsewhere, or that tell little. */
const seldom = new Set(["algorithm", "target", "dataset", "seed"]);

/** The column of an id such as `metrics.loss`, `params.lr`, `tags.team` or `fit`; null for no column. */
export function columnOf(id: string): RunColumn | null {
  if (Object.hasOwn(facts, id)) return facts[id]!;
  const [, word, name] = id.match(/^(metric|param|tag)s\.(.+)$/s) ?? [];
  if (!name) return null;
  const kind = word as "metric" | "param" | "tag";
  const sort = fieldText(kind, name);
  if (kind === "param")
    return { id, kind, name, group: "Parameters", label: paramWords[name] ?? name, right: true, sort };
  if (kind === "tag") return { id, kind, name, group: "Tags", label: name, right: false, sort };
  const { name: key, split } = readMetricName(name);
  const group = split === "unknown" ? "Metrics" : `Metrics, ${split}`;
  return { id, kind, name, group, label: metricWords[key] ?? key, right: true, sort };
}

/** A field as it is written in a filter, quoted where it must be. */
export function fieldText(kind: "metric" | "param" | "tag", name: string): string {
  const isPlain = /^\w(?:[\w./-]*\w)?$/.test(name);
  return `${kind}s.${isPlain ? name : name.includes("`") ? `"${name}"` : `\`${name}\``}`;
}

/** The columns of an address; null where it names none. */
export function columnsOfAddress(text: string | undefined): string[] | null {
  if (text === undefined) return null;
  const ids = text.split(",").filter(Boolean).map(decodedOr);
  return [...new Set(ids)].filter((id) => columnOf(id) !== null).slice(0, columnsAtMost);
}

/** Columns as an address keeps them, whatever their names hold. */
export function addressOfColumns(ids: readonly string[]): string {
  return ids.map((id) => id.replaceAll("%", "%25").replaceAll(",", "%2C")).join(",");
}

function decodedOr(text: string): string {
  return text.replaceAll("%2C", ",").replaceAll("%25", "%");
}

/**
 * The columns that stand there unasked: metrics first, a handful of parameters that differ,
 * and what was asked about.
 */
export function usualColumns(
  names: readonly RunName[],
  asked: readonly RunName[],
  hasData: boolean,
): string[] {
  const metrics = names.filter(({ kind }) => kind === "metric").toSorted(byInterest);
  const differing = names.filter(
    ({ kind, name, differs }) => kind === "param" && differs && !seldom.has(name),
  );
  const common = Math.max(0, ...differing.map(({ runs }) => runs)) / 2;
  const params = differing
    .filter(({ runs }) => runs >= common)
    .toSorted((a, b) => b.runs - a.runs || byText(a.name, b.name));
  const isAsked = (one: RunName) => asked.some(({ kind, name }) => kind === one.kind && name === one.name);
  const some = (all: RunName[], most: number) => {
    const first = all.slice(0, most);
    return [...first, ...asked.filter((one) => all[0]?.kind === one.kind && !first.some(sameAs(one)))];
  };
  const ids = [
    ...some(
      metrics.filter((one) => isAsked(one) || !isSeldomMetric(one)),
      usualMetrics,
    ),
    ...some(params, usualParams),
    ...asked,
  ].map(({ kind, name }) => `${kind}s.${name}`);
  return [...new Set(hasData ? ["algorithm", ...ids, "fit", "row", "data"] : ids)];
}

function sameAs(one: RunName) {
  return ({ kind, name }: RunName) => kind === one.kind && name === one.name;
}

/**
 * Metrics on training rows, and of those that the product measures the less telling,
 * are chosen by who wants them.
 */
function isSeldomMetric({ name }: RunName): boolean {
  const { name: key, split } = readMetricName(name);
  return split === "train" || (split === "test" && (key === "accuracy" || key === "log_loss"));
}

const splitOrder = ["test", "validation", "unknown", "train"];

function byInterest(a: RunName, b: RunName): number {
  const [x, y] = [readMetricName(a.name), readMetricName(b.name)];
  const place = (key: string) => {
    const at = (metricOrder as readonly string[]).indexOf(key);
    return at < 0 ? metricOrder.length : at;
  };
  return (
    splitOrder.indexOf(x.split) - splitOrder.indexOf(y.split) ||
    place(x.name) - place(y.name) ||
    b.runs - a.runs ||
    byText(a.name, b.name)
  );
}

/**
 * The one metric that tells most of some runs, by its name as it was logged; null where nothing was measured.
 */
export function leadingMetric(names: readonly RunName[]): string | null {
  return names.filter(({ kind }) => kind === "metric").toSorted(byInterest)[0]?.name ?? null;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Columns in the groups in which they stand: metrics, parameters, tags, cost, origin. */
export function inGroups(ids: readonly string[]): RunColumn[] {
  const rank = ({ group }: RunColumn) =>
    ["Metrics", "Parameters", "Tags", "Cost", "Origin"].findIndex((word) => group.startsWith(word));
  const columns = ids.flatMap((id) => columnOf(id) ?? []);
  const groups = [...new Set(columns.map(({ group }) => group))];
  return columns.toSorted((a, b) => rank(a) - rank(b) || groups.indexOf(a.group) - groups.indexOf(b.group));
}
