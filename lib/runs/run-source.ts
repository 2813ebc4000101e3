import type { AccessFilter } from "@/lib/auth/access-filter";
import type { Sql } from "@/lib/db/direct";
import { inList } from "@/lib/db/group-commit";
import { idList, type Columns, type Parameters } from "./conditions";
import type { Comparison } from "./filter";
import type { MetricChoices } from "./metric-choice";
import type { Order } from "./order";
import { runAttributes, startsBy, termsOf, type Term } from "./run-order";

export type View = "ACTIVE_ONLY" | "DELETED_ONLY" | "ALL";

/**
 * What is asked of runs, read: `experiments` by their inner ids, null for all of the project that `access`
 * holds; what names of metrics stand for.
 */
export type Question = {
  projectId: string;
  access: AccessFilter;
  experiments: readonly number[] | null;
  view: View;
  filters: readonly Comparison[];
  orders: readonly Order[];
  metrics: MetricChoices;
};

/**
 * Where the runs of a phase come from and what sorts them; `walks` along an index, `here` is the metric whose
 * row stands beside each run as `f`.
 */
export type Source = { from: string; where: string[]; terms: Term[]; walks: boolean; here: string | null };

/** The metric by whose index runs are found. */
export function walkedMetric({ orders, metrics }: Question): Order | null {
  const [lead] = orders;
  return lead?.kind === "metric" && (metrics.get(lead.key)?.ids.length ?? 0) <= 1 ? lead : null;
}

/** Whether an index of one experiment, or of the project, has the order that is asked for. */
export function walksStart({ orders }: Question): boolean {
  return orders.length === 0 || startsBy(orders[0]!);
}

/**
 * Runs by a metric come in three phases: its numbers, then NaN, then those that lack it,
 * unless a filter asks for its value.
 */
export function phasesOf(question: Question): number[] {
  const walked = question.experiments?.length === 1 ? walkedMetric(question) : null;
  if (!walked) return [0];
  return question.filters.some(
    ({ kind, key, operator }) => kind === "metric" && key === walked.key && operator !== "IS NULL",
  )
    ? [0, 1]
    : [0, 1, 2];
}

/** Where the runs of a phase come from. */
export function sourceOf(sql: Sql, question: Question, phase: number, bound: Parameters): Source {
  const { orders, metrics, experiments } = question;
  const plain = (rest: readonly Order[], ...where: string[]): Source => ({
    from: `"Run" r`,
    where: [...scopeOf(sql, question, bound), ...where],
    terms: termsOf(sql, rest, metrics, bound),
    walks: (experiments === null || experiments.length === 1) && walksStart({ ...question, orders: rest }),
    here: null,
  });
  const walked = experiments?.length === 1 ? walkedMetric(question) : null;
  if (!walked) return plain(orders);

  const [key, rest] = [bound.bind(metrics.get(walked.key)?.ids[0] ?? -1), orders.slice(1)];
  if (phase === 2)
    return plain(
      rest,
      `NOT EXISTS (SELECT 1 FROM "MetricLatest" f WHERE f."runId" = r."id" AND f."keyId" = ${key})`,
    );
  const lead: Term[] =
    phase === 0 ? [{ rank: "0", value: `f."value"`, ascending: walked.ascending, join: "" }] : [];
  const experiment = bound.bind(experiments![0]!);
  return {
    from: `"MetricLatest" f JOIN "Run" r ON r."id" = f."runId"`,
    where: [`f."experimentId" = ${experiment}`, `f."keyId" = ${key}`, `f."nan" = ${phase}`],
    terms: [...lead, ...termsOf(sql, rest, metrics, bound)],
    walks: phase === 0,
    here: walked.key,
  };
}

/** The runs among which a question looks. */
export function scopeOf(sql: Sql, { projectId, access, experiments }: Question, bound: Parameters): string[] {
  if (experiments?.length === 1) return [`r."experimentId" = ${bound.bind(experiments[0]!)}`];
  if (experiments)
    return [`r."experimentId" IN ${inList(sql, bound.bind(JSON.stringify(experiments)), "int")}`];
  const within = access.all
    ? access.but.length > 0
      ? [`r."experimentId" NOT IN ${idList(access.but.map(Number), bound)}`]
      : []
    : [`r."experimentId" IN ${inList(sql, bound.bind(JSON.stringify(access.but.map(Number))), "int")}`];
  return [`r."projectId" = ${bound.bind(projectId)}`, ...within];
}

/** The condition that runs are there, or were deleted. */
export function lifecycle(view: View): string {
  if (view === "ALL") return "1 = 1";
  return view === "ACTIVE_ONLY" ? `r."deletedAt" IS NULL` : `r."deletedAt" IS NOT NULL`;
}

/**
 * A run's columns; rows of other tables are asked for as `f`,
 * which for the metric `here` stands beside the run.
 */
export function columnsOf({ metrics }: Question, bound: Parameters, here: string | null): Columns {
  const pairs = (table: string) => (inner: string, key: string) =>
    `EXISTS (SELECT 1 FROM "${table}" f
     WHERE f."runId" = r."id" AND f."key" = ${bound.bind(key)} AND ${inner})`;
  const metricIs = (key: string) => {
    const ids = metrics.get(key)?.ids ?? [];
    return ids.length > 1 ? `IN ${idList(ids, bound)}` : `= ${bound.bind(ids[0] ?? -1)}`;
  };
  return {
    attributes: runAttributes,
    rows: {
      metric: (inner, key) =>
        key === here
          ? `(${inner})`
          : `EXISTS (SELECT 1 FROM "MetricLatest" f
            WHERE f."runId" = r."id" AND f."keyId" ${metricIs(key)} AND ${inner})`,
      param: pairs("RunParam"),
      tag: pairs("RunTag"),
      dataset: (inner) =>
        `EXISTS (SELECT 1 FROM "RunInput" f JOIN "ClientDataset" d ON d."id" = f."datasetId"
         WHERE f."runId" = r."id" AND ${inner})`,
    },
  };
}
