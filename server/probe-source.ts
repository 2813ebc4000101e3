import { readFile, rm, writeFile } from "node:fs/promises";
import { askerOf, type Member } from "@/lib/auth/member";
import type { Imported } from "@/lib/datasets/engine";
import { formatOf } from "@/lib/datasets/file-format";
import { AppError } from "@/lib/errors";
import { rowsOf } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";
import { openSecret } from "@/lib/sources/commands";
import { parseConfig, secretText } from "@/lib/sources/parse";
import type { TestSource } from "@/lib/sources/schema";
import type { Fetched } from "@/worker/sources/fetch";
import type { Deps } from "./deps";

/**
 * Asks a source for its first rows, as a refresh would read them, and keeps nothing. Without a secret of
 * its own
 * the request uses the one that is kept for the dataset's source, for the place that it is kept for.
 *
 * @throws {AppError} in the source's sentence, or that of reading what it sent
 */
export async function probeSource(
  { db, storage, engine, prober, vault, config: { allowPrivateTargets } }: Deps,
  member: Member,
  { input, signal }: { input: TestSource; signal: AbortSignal },
) {
  const { kind, config } = parseConfig(input.kind, input.config);
  const projectId = member.project.id;
  const where = { projectId, kind: input.kind, dataset: { projectId, name: input.dataset } };
  const kept = await db.source.findFirst({ where });
  const given = secretText(kind, input.secret);
  const secret = given
    ? (JSON.parse(given) as Record<string, string>)
    : kept && openSecret(vault, kept, config);
  if (kind.readsUpload && !kept?.fileSha256)
    throw new AppError("CONFLICT", "This source reads a file. Save it and upload the file first.");
  const upload = kind.readsUpload ? await storage.localPath(kept!.fileSha256!) : null;
  const asking = { asker: askerOf(member), signal };
  const probe = { kind: input.kind, config, secret, upload, allowPrivate: allowPrivateTargets };
  const { fetched, file } = await prober.probe(probe, asking);
  if (fetched.what === "unchanged") throw new AppError("UNAVAILABLE", "The source sent nothing.");
  const out = engine.scratch();
  try {
    const made = await readStart(engine, { fetched, file, out }, asking);
    const table = { name: "rows", file: out, columns: made.columns, rows: made.rows, masked: [] };
    const frame = await engine.run("rows", { table, offset: 0, limit: limits.probeRows }, asking);
    const more = fetched.more || made.rows > limits.probeRows;
    return { columns: made.columns, rows: rowsOf(frame), more, note: made.note ?? null };
  } finally {
    await rm(out, { force: true });
    await rm(file, { force: true });
  }
}

async function readStart(
  engine: Deps["engine"],
  { fetched, file, out }: { fetched: Exclude<Fetched, { what: "unchanged" }>; file: string; out: string },
  asking: Parameters<Deps["engine"]["run"]>[2],
): Promise<Imported> {
  if (fetched.what === "cells") {
    const { columns, rows } = fetched;
    return engine.run("cells", { file, columns, rows, out }, asking);
  }
  const format = formatOf(fetched.fileName);
  if (fetched.more) await cutAtLine(file, isLines(fetched.fileName) ? format : "packed");
  const bytes = Math.min(fetched.sent.bytes, limits.probeBytes);
  return engine.run("import", { file, bytes, format, out }, asking);
}

/** Whether a file is not packed, by its name. */
function isLines(fileName: string): boolean {
  return !/\.(gz|gzip|zst|zstd|zip)$/i.test(fileName);
}

/** The start of a file of lines is read to its last whole line; other files have no rows before their end. */
async function cutAtLine(file: string, format: string): Promise<void> {
  const start = await readFile(file);
  const end = start.lastIndexOf(10);
  if (!["csv", "ndjson"].includes(format) || end < 0)
    throw new AppError(
      "TOO_LARGE",
      "The file is there. It is too large to show rows of before it is fetched as a whole: save and refresh.",
    );
  await writeFile(file, start.subarray(0, end + 1));
}
