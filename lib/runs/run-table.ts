import type { AccessFilter } from "@/lib/auth/access-filter";
import type { Db } from "@/lib/db/client";
import { directOf } from "@/lib/db/direct";
import { firstMetrics, firstPairs } from "./cells";
import { columnOf, columnsOfAddress, fieldText, usualColumns, type RunName } from "./columns";
import { takenOf, type Taken } from "./find-runs";
import { chooseMetrics } from "./metric-choice";
import { findRunsPage, namesEach, runsWith, type RunRow } from "./queries";
import { readField, readTypedFilter } from "./run-grammar";
import { runNames } from "./run-names";
import type { RunsQuery } from "./schema";

/** Runs in a table: the columns that stand there, and the logged names that each metric's column takes. */
export type RunTablePage = {
  runs: RunRow[];
  columns: string[];
  usual: string[];
  metrics: Record<string, string[]>;
  names: RunName[];
  /** The field that the table is sorted by, as it was taken, in the words of a column. */
  sorted: string;
  moreNames: boolean;
  matching: number;
  total: number;
  atLeast: { matching: boolean; total: boolean };
  next: string | null;
  taken: Taken[];
  unknown: Awaited<ReturnType<typeof findRunsPage>>["unknown"];
};

/** What the charts above a table read, beside its columns. */
const drawn = { metrics: ["f1"], params: ["k"] };

/**
 * A page of runs with the values of some columns: those of the address, or the usual ones. What is read
 * is bounded by the page and its columns, whatever the runs logged.
 *
 * @throws {FilterError} INVALID with the place from which on the filter cannot be read
 */
export async function loadRunTable(
  db: Db,
  projectId: string,
  access: AccessFilter,
  query: RunsQuery & { columns?: string | undefined },
): Promise<RunTablePage> {
  const { ids, taken, ...page } = await findRunsPage(db, projectId, access, query);
  const sql = directOf(db);
  const each = namesEach(ids.length);
  const { names, more } = runNames({
    metrics: await firstMetrics(sql, ids, each),
    params: await firstPairs(sql, "RunParam", ids, each),
    tags: await firstPairs(sql, "RunTag", ids, each),
  });
  const heads = await runsWith(db, projectId, ids, { params: [], tags: [], metrics: [] });
  const ours = heads.some(({ provenance }) => provenance.algorithm !== undefined);
  const usual = usualColumns(names, askedNames(query, taken), ours);
  const columns = columnsOfAddress(query.columns) ?? usual;
  const wanted = columns.flatMap((id) => columnOf(id) ?? []);
  const namesOf = (kind: RunName["kind"]) =>
    wanted.flatMap((column) => (column.kind === kind ? [column.name] : []));
  const experiments = query.experiment && heads[0] ? [heads[0].experiment.id] : null;
  const choices = await chooseMetrics(sql, { projectId, experiments }, [
    ...namesOf("metric"),
    ...drawn.metrics,
  ]);
  const metrics = Object.fromEntries([...choices].map(([name, { took }]) => [name, [...took]]));
  const runs = await runsWith(db, projectId, ids, {
    params: [...namesOf("param"), ...drawn.params],
    tags: namesOf("tag"),
    metrics: Object.values(metrics).flat(),
  });
  const inColumns = takenOf(choices).filter(({ name }) => namesOf("metric").includes(name));
  const allTaken = [...taken, ...inColumns.filter(({ name }) => !taken.some((one) => one.name === name))];
  const sorted = sortedBy(query.sort, taken);
  return { ...page, sorted, taken: allTaken, runs, columns, usual, metrics, names, moreNames: more };
}

/** The names that a filter and an order speak of; of metrics those under which they were logged. */
function askedNames({ filter, sort }: RunsQuery, taken: readonly Taken[]): RunName[] {
  return [...readTypedFilter(filter ?? ""), readField(sort)].flatMap(({ kind, key }) =>
    kind === "metric" || kind === "param" || kind === "tag"
      ? namesTaken(kind, key, taken).map((name) => ({ kind, name, runs: 0, differs: true }))
      : [],
  );
}

function namesTaken(kind: RunName["kind"], key: string, taken: readonly Taken[]): readonly string[] {
  return (kind === "metric" ? taken.find(({ name }) => name === key)?.took : undefined) ?? [key];
}

function sortedBy(sort: string, taken: readonly Taken[]): string {
  const { kind, key } = readField(sort);
  if (kind !== "metric") return sort;
  return fieldText(kind, namesTaken(kind, key, taken)[0] ?? key);
}
