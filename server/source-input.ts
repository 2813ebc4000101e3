import type { FastifyReply } from "fastify";
import { dictionaryOf } from "@/lib/datasets/queries";
import { importedWithSchema, type ImportOptions } from "@/lib/datasets/import-options";
import { AppError } from "@/lib/errors";
import type { ColumnSchema } from "@/lib/frame/frame";
import type { RunningJob } from "@/lib/jobs/attempts";
import type { SourcePart } from "@/lib/jobs/job-parts";
import { refresh, validatorsSchema } from "@/lib/jobs/kinds/refresh";
import type { RefreshWork } from "@/lib/sources/refresh-work";
import { openSecret } from "@/lib/sources/commands";
import type { Deps } from "./deps";
import { sendFile } from "./send-file";

/** Answers the attempt of a refresh: what to fetch, the version before, or the file that the source reads. */
export async function sendSource(
  { db, storage, vault, config: { allowPrivateTargets } }: Deps,
  job: RunningJob,
  { reply, part }: { reply: FastifyReply; part: SourcePart | null },
): Promise<unknown> {
  const spec = refresh.spec.parse(JSON.parse(job.spec));
  const { projectId } = job;
  const source = await db.source.findFirst({ where: { id: spec.source, projectId } });
  if (!source) throw new AppError("NOT_FOUND", `The source of ${spec.dataset} was deleted meanwhile.`);
  const upload = source.fileSha256 ? { sha256: source.fileSha256, bytes: source.fileBytes ?? 0 } : null;
  if (part === "upload") {
    if (!upload) throw new AppError("NOT_FOUND", "This source reads no file.");
    return sendFile(reply, storage, { path: "upload", ...upload });
  }
  const previous = await db.datasetVersion.findFirst({
    where: { id: source.versionId ?? "", projectId },
    select: { number: true, sha256: true, bytes: true, rows: true, columns: true },
  });
  if (part === "previous") {
    if (!previous) throw new AppError("NOT_FOUND", "There is no version before.");
    return sendFile(reply, storage, { path: "rows.parquet", sha256: previous.sha256, bytes: previous.bytes });
  }
  const work: RefreshWork = {
    secret: openSecret(vault, source, spec.config),
    allowPrivate: allowPrivateTargets,
    key: JSON.parse(source.keyColumns) as string[],
    validators: previous && source.validators ? validatorsSchema.parse(JSON.parse(source.validators)) : null,
    previous: previous && { ...previous, columns: JSON.parse(previous.columns) as ColumnSchema[] },
    options: await rememberedOptions(db, projectId, source.datasetId),
    expect: await dictionaryOf(db, projectId, spec.dataset),
    upload,
  };
  return work;
}

/** The newest options that somebody asked for; the format alone is none, as it goes by the file. */
async function rememberedOptions(
  db: Deps["db"],
  projectId: string,
  datasetId: string,
): Promise<ImportOptions | null> {
  const version = await db.datasetVersion.findFirst({
    where: { projectId, datasetId, importedWith: { not: null } },
    select: { importedWith: true },
    orderBy: { number: "desc" },
  });
  if (!version?.importedWith) return null;
  const { asked } = importedWithSchema.parse(JSON.parse(version.importedWith));
  return Object.keys(asked).length > 1 ? asked : null;
}
