import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { AppendOnlyFiles, Blob, Storage } from "@/lib/storage/storage";
import type { RunningJob } from "./attempts";
import { jobKindOf } from "./kinds";
import { logFile } from "./log";

/** Room beyond the limit of a log for the sentence that says where it was cut. */
const markBytes = 1_000;

/**
 * Adds to the log of a running attempt.
 *
 * @throws {AppError} TOO_LARGE beyond what its kind may log; CONFLICT when other bytes are there
 */
export async function appendToLog(
  files: AppendOnlyFiles,
  job: RunningJob,
  { bytes, at }: { bytes: Uint8Array; at: number },
): Promise<{ size: number }> {
  const { logMb } = jobKindOf(job.kind).limits;
  if (at + bytes.length > logMb * 2 ** 20 + markBytes)
    throw new AppError("TOO_LARGE", `The log of this job may have ${logMb} MB.`);
  return { size: await files.append(logFile({ jobId: job.id, attempt: job.attempts }), bytes, at) };
}

/**
 * Stores a file of a running attempt.
 *
 * @throws {AppError} TOO_LARGE when the attempt's files together are more than its kind may make
 */
export async function storeOutput(
  db: Db,
  storage: Storage,
  job: RunningJob,
  content: AsyncIterable<Uint8Array>,
): Promise<Blob> {
  const { outputMb } = jobKindOf(job.kind).limits;
  const attempt = { jobId_number: { jobId: job.id, number: job.attempts } };
  const { outputBytes } = await db.attempt.findUniqueOrThrow({ where: attempt });
  const blob = await storage.put(bounded(content, outputMb * 2 ** 20 - outputBytes, outputMb), {
    spend: true,
  });
  await db.attempt.update({ where: attempt, data: { outputBytes: { increment: blob.bytes } } });
  return blob;
}

async function* bounded(content: AsyncIterable<Uint8Array>, most: number, megabytes: number) {
  let bytes = 0;
  for await (const piece of content) {
    bytes += piece.byteLength;
    if (bytes > most)
      throw new AppError("TOO_LARGE", `The files of this job may have ${megabytes} MB in all.`);
    yield piece;
  }
}
