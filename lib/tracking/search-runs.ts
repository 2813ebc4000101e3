import { isAllowedBy, type AccessFilter } from "@/lib/auth/access-filter";
import { inList } from "@/lib/db/group-commit";
import type { Sql } from "@/lib/db/direct";
import { coalesce } from "@/lib/db/coalesce";
import { chooseMetrics } from "@/lib/runs/metric-choice";
import { runGrammar } from "@/lib/runs/run-grammar";
import type { View } from "@/lib/runs/run-source";
import { searchRuns } from "@/lib/runs/search";
import { readFilter, readOrder } from "./mlflow-filter";
import { runDocuments } from "./run-documents";

export type RunsSearch = {
  projectId: string;
  access: AccessFilter;
  experiments: readonly number[];
  filter: string;
  order: readonly string[];
  view: View;
  limit: number;
  token: string | undefined;
};

/**
 * A page of runs as MLflow's JSON, in bytes; those who ask for the same page at once share it.
 *
 * @throws {AppError} INVALID for a filter, an order or a token that cannot be read
 */
export const searchRunDocuments = coalesce(
  JSON.stringify,
  async (sql: Sql, search: RunsSearch): Promise<Buffer> => {
    const { ids, next } = await searchForClient(sql, search);
    const documents = await runDocuments(sql, ids);
    return bytesOf([
      `{"runs":[`,
      ...documents.map((document, i) => (i === 0 ? document : `,${document}`)),
      next ? `],"next_page_token":"${next}"}` : "]}",
    ]);
  },
  { oneAtATime: true },
);

async function searchForClient(sql: Sql, search: RunsSearch) {
  const { projectId, access, view, limit, token } = search;
  const filters = readFilter(search.filter, runGrammar);
  const orders = readOrder(search.order, runGrammar);
  const experiments = await experimentIds(sql, search);
  const named = [...filters, ...orders].filter(({ kind }) => kind === "metric").map(({ key }) => key);
  const metrics = await chooseMetrics(sql, { projectId, experiments }, named);
  return searchRuns(
    sql,
    { projectId, access, experiments, view, filters, orders, metrics },
    { limit, token },
  );
}

/** Texts one after the other, without the long text between that would wait for a full collection. */
function bytesOf(texts: readonly string[]): Buffer {
  const bytes = Buffer.allocUnsafe(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0));
  let at = 0;
  for (const text of texts) at += bytes.write(text, at);
  return bytes;
}

async function experimentIds(sql: Sql, { projectId, access, experiments }: RunsSearch): Promise<number[]> {
  const rows = await sql.all<{ id: number }>(
    `SELECT "id" FROM "Experiment" WHERE "projectId" = $1 AND "number" IN ${inList(sql, "$2", "int")}`,
    [projectId, JSON.stringify(experiments)],
  );
  return rows.map(({ id }) => id).filter((id) => isAllowedBy(access, String(id)));
}
