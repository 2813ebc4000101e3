import { toTextIdFilter, type AccessFilter } from "@/lib/auth/access-filter";
import type { Tx } from "@/lib/db/client";
import { limits } from "@/lib/limits";
import { parseDictionary, targetIn } from "./dictionary";
import type { Synthesis } from "./synthetic/report";
import type { ColumnSchema } from "@/lib/frame/frame";

/** A dataset version that one can train on, with its columns. */
export type DatasetChoice = {
  name: string;
  version: number;
  rows: number;
  columns: ColumnSchema[];
  target: string | null;
  /** The column that says of each row whether it is synthetic: nothing is to be learned from it. */
  mark: string | null;
};

/** Newest first: the versions of the datasets that a filter allows, for the form that starts training. */
export async function findDatasetChoices(
  db: Tx,
  projectId: string,
  access: AccessFilter,
): Promise<DatasetChoice[]> {
  const rows = await db.datasetVersion.findMany({
    where: { projectId, datasetId: toTextIdFilter(access) },
    select: {
      number: true,
      rows: true,
      columns: true,
      synthesis: true,
      dataset: { select: { name: true, dictionary: true } },
    },
    orderBy: { createdAt: "desc" },
    take: limits.pageSizeMax,
  });
  return rows.map(({ dataset, number, rows: count, columns: text, synthesis }) => {
    const columns = JSON.parse(text) as ColumnSchema[];
    const target = targetIn(parseDictionary(dataset.dictionary), columns);
    const mark = synthesis ? (JSON.parse(synthesis) as Synthesis).mark : null;
    return { name: dataset.name, version: number, rows: count, columns, target, mark };
  });
}
