import type { Sql } from "@/lib/db/direct";
import { inList } from "@/lib/db/group-commit";
import { parameters } from "./conditions";
import { readMetricName } from "./metric-name";

/**
 * What a metric's name stands for: the numbers of the logged names that it takes, these names,
 * and others that it could have meant.
 */
export type MetricChoice = { ids: readonly number[]; took: readonly string[]; others: readonly string[] };
export type MetricChoices = ReadonlyMap<string, MetricChoice>;

/** Experiments by their inner ids; null for a whole project. */
export type Scope = { projectId: string; experiments: readonly number[] | null };

type Candidate = { id: number; key: string; name: string; split: string };

/** Which split a name alone means, where several were measured. */
const preference = ["test", "validation", "unknown", "train"];

/** Among more experiments than these, a name counts as logged when the project knows it. */
const lookedIntoAtMost = 100;
const candidatesAtMost = 1_000;

/**
 * What names of metrics mean in some experiments, the same everywhere: the name as it was logged; else
 * a name with the same split (`test/f1` for `test_f1`); else the metric on the first split that was
 * measured, test before validation before training.
 */
export async function chooseMetrics(
  sql: Sql,
  scope: Scope,
  names: readonly string[],
): Promise<MetricChoices> {
  const wanted = [...new Set(names)];
  if (wanted.length === 0) return new Map();
  const read = new Map(wanted.map((name) => [name, readMetricName(name)]));
  const bare = [...read].flatMap(([name, { name: inner }]) => [name, inner]);
  const bound = parameters();
  const project = bound.bind(scope.projectId);
  const list = bound.bind(JSON.stringify([...new Set(bare)]));
  const rows = await sql.all<Candidate>(
    `SELECT k."id", k."key", k."name", k."split" FROM "MetricKey" k
     WHERE k."projectId" = ${project}
       AND (k."key" IN ${inList(sql, list)} OR k."name" IN ${inList(sql, list)})
       ${loggedInSql(sql, scope, bound.bind)}
     ORDER BY k."key" LIMIT ${candidatesAtMost}`,
    bound.values,
  );
  return new Map(wanted.map((name) => [name, choiceOf(name, read.get(name)!, rows)]));
}

function loggedInSql(sql: Sql, { experiments }: Scope, bind: (value: string) => string): string {
  if (experiments === null || experiments.length > lookedIntoAtMost) return "";
  return `AND EXISTS (SELECT 1 FROM "MetricLatest" m
    WHERE m."experimentId" IN ${inList(sql, bind(JSON.stringify(experiments)), "int")}
    AND m."keyId" = k."id")`;
}

function choiceOf(
  asked: string,
  { name, split }: { name: string; split: string },
  candidates: readonly Candidate[],
): MetricChoice {
  const exact = candidates.filter(({ key }) => key === asked);
  const named = candidates.filter((candidate) => candidate.name === (split === "unknown" ? asked : name));
  const chosenSplit =
    split === "unknown"
      ? preference.find((wanted) => named.some((candidate) => candidate.split === wanted))
      : split;
  const took = exact.length > 0 ? exact : named.filter((candidate) => candidate.split === chosenSplit);
  const others = split === "unknown" ? named.filter((candidate) => !took.includes(candidate)) : [];
  return {
    ids: took.map(({ id }) => id),
    took: took.map(({ key }) => key),
    others: others.map(({ key }) => key),
  };
}
