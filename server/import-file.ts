import { readerOf } from "@/lib/datasets/reader";
import { maskedColumnOf } from "@/lib/datasets/require-unmasked-dataset";
import type { FastifyReply, FastifyRequest } from "fastify";
import { authorizeResources } from "@/lib/auth/authorize-resources";
import type { Member } from "@/lib/auth/member";
import { importUpload, requireChosen } from "@/lib/datasets/commands";
import type { ImportOptions } from "@/lib/datasets/import-options";
import { datasetNameOf } from "@/lib/datasets/dataset-name";
import type { Version } from "@/lib/datasets/queries";
import { rememberedReading } from "@/lib/datasets/remembered";
import { datasetName } from "@/lib/datasets/schema";
import { AppError } from "@/lib/errors";
import { startImport, type StartedJob } from "@/lib/jobs/dataset-jobs";
import { limits } from "@/lib/limits";
import type { Blob } from "@/lib/storage/storage";
import { accepted, becomesJob } from "./accepted";
import type { Deps } from "./deps";

type Asked = { request: FastifyRequest; reply: FastifyReply; signal: AbortSignal };
type File = { fileName: string; blob: Blob; name?: string | undefined; options?: ImportOptions | undefined };

/**
 * Reads a file that is in the storage into the next version of a dataset, called as is asked or as the file
 * is: at once, or as a job where that is large. It is read as the version before where nothing else is asked.
 *
 * @throws {AppError} for who may not write the dataset, and for a file that cannot be read
 */
export async function importStored(
  deps: Deps,
  member: Member,
  { request, reply, signal }: Asked,
  { fileName, blob, name: asked, options }: File,
): Promise<{ version: Version } | { job: StartedJob }> {
  const name = datasetName.parse(asked?.trim() || datasetNameOf(fileName));
  await authorizeResources(deps.db, member, "dataset:write", [{ kind: "dataset", name }]);
  const projectId = member.project.id;
  if (signal.aborted) throw new AppError("CONFLICT", "Stopped. No version was made.");
  const isMasked = (await maskedColumnOf(deps.db, readerOf(member), name)) !== null;
  const reading = await rememberedReading(deps.db, { projectId, name, fileName, isMasked }, options);
  if (becomesJob(request, { bytes: blob.bytes, most: limits.inlineImportBytes })) {
    await requireChosen(deps, member.actor, { projectId, fileName, blob, options: reading.options, signal });
    const job = { projectId, dataset: name, fileName, blob, ...reading };
    return { job: accepted(request, reply, await startImport(deps.db, member.actor, job)) };
  }
  const file = { projectId, name, fileName, blob, ...reading, signal };
  const version = await importUpload(deps, member.actor, file);
  void reply.code(201);
  return { version };
}
