import type { Tx } from "@/lib/db/client";
import { formatOf } from "./file-format";
import { importedWithSchema, type ColumnOptions, type ImportOptions } from "./import-options";

/** How the next file of a dataset is read: as it is asked for now, else as it was asked for last time. */
export type RememberedReading = { options?: ImportOptions | undefined; before?: ColumnOptions[] | undefined };

/**
 * What is remembered of the newest version of a dataset that was read from a file: what somebody asked for
 * then, if the file is of the same format, and how each column was read, which decides only where several
 * readings fit every cell. Options that are given now are all there is.
 */
export async function rememberedReading(
  db: Tx,
  {
    projectId,
    name,
    fileName,
    isMasked,
  }: {
    projectId: string;
    name: string;
    fileName: string;
    /** Whether columns of the dataset are masked for whoever asks. */
    isMasked: boolean;
  },
  options: ImportOptions | undefined,
): Promise<RememberedReading> {
  if (options) return { options };
  // what was said of masked columns holds their values, and half of it would read another table
  if (isMasked) return {};
  const version = await db.datasetVersion.findFirst({
    where: { projectId, dataset: { projectId, name }, origin: "upload", importedWith: { not: null } },
    select: { importedWith: true, source: true },
    orderBy: { number: "desc" },
  });
  const parsed = importedWithSchema.safeParse(JSON.parse(version?.importedWith ?? "null"));
  if (!parsed.success) return {};
  const { asked, used } = parsed.data;
  // The name of an archive says nothing of what is in it: the next one holds what the last one held.
  const isArchive = (name: string) => /\.zip$/i.test(name);
  const isNext = isArchive(fileName) && isArchive(version!.source) && formatOf(fileName) === "csv";
  if (asked.format !== formatOf(fileName) && !isNext) return {};
  const isAsked = Object.keys(asked).length > 1;
  return { ...(isAsked ? { options: asked } : {}), ...(used.columns ? { before: used.columns } : {}) };
}
