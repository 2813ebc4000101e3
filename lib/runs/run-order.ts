import type { Sql } from "@/lib/db/direct";
import { idList, numberSql, type Parameters } from "./conditions";
import type { MetricChoices } from "./metric-choice";
import { byCharacters, type Order } from "./order";
import type { RunsToken } from "./page-token";

/**
 * One thing that runs are sorted by: where it stands (missing last; "0" where it never is), then its value.
 */
export type Term = { rank: string; value: string; ascending: boolean; join: string };

/**
 * A run's attributes as SQL of its row `r` and its experiment's `e`. Its files are, in the words of MLflow's
 * clients, below the tracking address, whatever that is.
 */
export const runAttributes: Record<string, string> = {
  run_id: `r."uid"`,
  run_name: `r."name"`,
  status: `r."status"`,
  user_id: `r."clientUser"`,
  artifact_uri: `'mlflow-artifacts:/' || e."number" || '/' || r."uid" || '/artifacts'`,
  start_time: `r."startTime"`,
  end_time: `r."endTime"`,
  data: versionSql(`d."name" || '@v' || v."number"`),
  data_version: versionSql(`'v' || v."number"`),
};
const mayBeMissing = new Set(["user_id", "end_time"]);
const byStart: Term = { rank: "0", value: runAttributes.start_time!, ascending: false, join: "" };

function versionSql(text: string): string {
  return `coalesce((SELECT ${text} FROM "DatasetVersion" v JOIN "Dataset" d ON d."id" = v."datasetId"
    WHERE v."id" = r."datasetVersionId"), '')`;
}

/** What runs are sorted by in the end: as asked, then newest first, then by id. */
export function termsOf(
  sql: Sql,
  orders: readonly Order[],
  metrics: MetricChoices,
  bound: Parameters,
): Term[] {
  const terms = orders.flatMap((order, i) => termsOfOne(sql, order, `o${i}`, metrics, bound));
  if (!orders.some(startsBy)) terms.push(byStart);
  return [
    ...terms,
    { rank: "0", value: byCharacters(sql, runAttributes.run_id!), ascending: true, join: "" },
  ];
}

/** Whether an order is that of the runs' start, which has an index in each experiment. */
export function startsBy({ kind, key }: Order): boolean {
  return kind === "attribute" && key === "start_time";
}

function termsOfOne(
  sql: Sql,
  { kind, key, ascending, numeric }: Order,
  alias: string,
  metrics: MetricChoices,
  bound: Parameters,
): Term[] {
  if (kind === "attribute") {
    const value = key.endsWith("_time") ? runAttributes[key]! : byCharacters(sql, runAttributes[key]!);
    return [
      {
        rank: mayBeMissing.has(key) ? `CASE WHEN ${value} IS NULL THEN 1 ELSE 0 END` : "0",
        value,
        ascending,
        join: "",
      },
    ];
  }
  if (kind === "metric") {
    return [
      {
        rank: `CASE WHEN ${alias}."nan" = 1 THEN 1 WHEN ${alias}."nan" IS NULL THEN 2 ELSE 0 END`,
        value: `${alias}."value"`,
        ascending,
        join: `LEFT JOIN "MetricLatest" ${alias} ON ${alias}."runId" = r."id"
          AND ${alias}."keyId" ${oneOf(metrics.get(key)?.ids ?? [], bound)}`,
      },
    ];
  }
  const value = byCharacters(sql, `${alias}."value"`);
  const join = `LEFT JOIN "${kind === "tag" ? "RunTag" : "RunParam"}" ${alias} ON ${alias}."runId" = r."id"
    AND ${alias}."key" = ${bound.bind(key)}`;
  const rank = (of: string) => `CASE WHEN ${of} IS NULL THEN 1 ELSE 0 END`;
  const byText = { rank: rank(`${alias}."value"`), value, ascending };
  if (!numeric) return [{ ...byText, join }];
  const number = numberSql(sql, `${alias}."value"`);
  return [
    { rank: rank(number), value: number, ascending, join },
    { ...byText, join: "" },
  ];
}

/** The metric of a run that a name stands for: where several logged names do, the first that the run has. */
function oneOf(ids: readonly number[], bound: Parameters): string {
  if (ids.length < 2) return `= ${bound.bind(ids[0] ?? -1)}`;
  return `= (SELECT min(g."keyId") FROM "MetricLatest" g
    WHERE g."runId" = r."id" AND g."keyId" IN ${idList(ids, bound)})`;
}

/**
 * What comes after the last row of the page before, in the same order;
 * its leading bound lets an index begin there.
 */
export function afterSql(terms: readonly Term[], values: RunsToken["values"], bound: Parameters): string {
  const beyond = terms.map(({ rank, value, ascending }, i) => {
    const [atRank, atValue] = [values[2 * i], values[2 * i + 1]];
    const sign = ascending ? ">" : "<";
    const place = rank === "0" ? null : bound.bind(atRank ?? 0);
    const here = atValue === null || atValue === undefined ? null : bound.bind(atValue);
    const equal = [
      ...(place ? [`${rank} = ${place}`] : []),
      here ? `${value} = ${here}` : `${value} IS NULL`,
    ].join(" AND ");
    const after = [
      ...(place ? [`${rank} > ${place}`] : []),
      ...(here ? [`${place ? `${rank} = ${place} AND ` : ""}${value} ${sign} ${here}`] : []),
    ]
      .map((part) => `(${part})`)
      .join(" OR ");
    return { equal, after: after || "1 = 0", start: here && !place ? `${value} ${sign}= ${here}` : null };
  });
  const alternatives = beyond.map(
    ({ after }, i) => `(${[...beyond.slice(0, i).map(({ equal }) => equal), `(${after})`].join(" AND ")})`,
  );
  return [...(beyond[0]?.start ? [beyond[0].start] : []), `(${alternatives.join(" OR ")})`].join(" AND ");
}
