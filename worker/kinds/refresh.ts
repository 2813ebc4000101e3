import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { changesText, driftFrom, isSame, type Changes } from "@/lib/datasets/changes";
import type { ColumnDrift } from "@/lib/datasets/comparison";
import type { Imported, NamedTable } from "@/lib/datasets/engine";
import { importedWith, readingOf } from "@/lib/datasets/imported-with";
import { bytes as bytesText, counted } from "@/lib/format";
import type { ResultOf } from "@/lib/jobs/kinds";
import { refresh, type RefreshSpec } from "@/lib/jobs/kinds/refresh";
import { limits } from "@/lib/limits";
import type { RefreshWork } from "@/lib/sources/refresh-work";
import { hashFile } from "../files";
import { runEngine } from "../engine-process";
import { patiently } from "../patiently";
import { passCounter } from "../pass-counter";
import type { RunContext } from "../run-context";
import { fetchSource } from "../sources";
import type { Fetched } from "../sources/fetch";

type Result = ResultOf<"refresh">;
type Place = { folder: string; file: string; out: string };
type Read = Imported & { importedWith: NonNullable<Result["table"]>["importedWith"] };
type Came = Exclude<Fetched, { what: "unchanged" }>;

/** Fetches a source anew, reads what came, and compares it with the version before. */
export async function runRefresh(context: RunContext): Promise<Result> {
  const { api, job, log } = context;
  const spec = refresh.spec.parse(job.spec);
  const folder = mkdtempSync(path.join(tmpdir(), "refresh-"));
  const place = { folder, file: path.join(folder, "sent"), out: path.join(folder, "table.parquet") };
  try {
    const work = await patiently(() => api.work<RefreshWork>(job));
    const fetched = await fetchFrom(context, { spec, work, place });
    if (fetched.what === "unchanged") {
      log("The other side says that nothing changed since.");
      return nothing({ unchanged: "not modified", validators: work.validators });
    }
    log(`Fetched ${bytesText(fetched.sent.bytes)}, SHA-256 ${fetched.sent.sha256}`);
    const made = await readRows(context, { work, fetched, place });
    log(`Read ${counted(made.rows, "row")} of ${counted(made.columns.length, "column")}`);
    return await compareAndStore(context, { work, place, fetched, made });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fetchFrom(
  { api, job, progress }: RunContext,
  { spec, work, place }: { spec: RefreshSpec; work: RefreshWork; place: Place },
): Promise<Fetched> {
  progress("Asking the source");
  const upload = work.upload ? path.join(place.folder, "upload") : null;
  if (upload) await patiently(() => api.save(job, upload, undefined, "upload"));
  return fetchSource({
    ...spec,
    secret: work.secret,
    file: place.file,
    upload,
    allowPrivate: work.allowPrivate,
    validators: work.validators,
    amount: { rows: limits.datasetRows, bytes: limits.sourceBytes, cut: false },
    signal: new AbortController().signal, // to stop a refresh, its process is killed
    progress,
  });
}

/** Reads what came: rows by their own types, a file as the last one of the dataset was asked to be read. */
async function readRows(
  { progress }: RunContext,
  { work, fetched, place }: { work: RefreshWork; fetched: Came; place: Place },
): Promise<Read> {
  const { folder, file, out } = place;
  const { expect } = work;
  const passes = passCounter("Reading what came");
  const options = {
    folder: path.join(folder, "engine"),
    progress: (percent: number) => progress(passes(percent), percent, 100),
  };
  if (fetched.what === "cells") {
    const { columns, rows } = fetched;
    return {
      ...(await runEngine("cells", { file, columns, rows, expect, out }, options)),
      importedWith: null,
    };
  }
  const reading = readingOf(fetched.fileName, work.options ?? undefined);
  const { bytes } = fetched.sent;
  const made = await runEngine("import", { file, bytes, ...reading, expect, out }, options);
  return { ...made, importedWith: importedWith(reading, made.used) };
}

async function compareAndStore(
  context: RunContext,
  { work, place, fetched, made }: { work: RefreshWork; place: Place; fetched: Came; made: Read },
): Promise<Result> {
  const { api, job, log, progress } = context;
  const validators = fetched.what === "file" ? fetched.validators : null;
  const about = { sent: fetched.sent, validators };
  const { previous } = work;
  if (previous && (await hashFile(place.out)) === previous.sha256) {
    log(`The rows are those of version ${previous.number}.`);
    return nothing({ ...about, unchanged: "same rows" });
  }
  const changes = previous && (await changesSince(context, { previous, work, place, made }));
  for (const sentence of changes ? changesText(changes) : []) log(sentence);
  if (changes && isSame(changes)) return nothing({ ...about, unchanged: "other order", changes });

  const { size } = statSync(place.out);
  progress(`Storing ${bytesText(size)}`);
  const stored = await patiently(() => api.store(job, place.out));
  log(`Stored ${bytesText(stored.bytes)} as Parquet, SHA-256 ${stored.sha256}`);
  const { rows, columns, note = null, importedWith: read, validation } = made;
  const table = { ...stored, rows, columns, note, importedWith: read, validation };
  return { ...nothing(about), table, changes };
}

async function changesSince(
  { api, job, progress }: RunContext,
  {
    previous,
    work,
    place,
    made,
  }: { previous: NonNullable<RefreshWork["previous"]>; work: RefreshWork; place: Place; made: Read },
): Promise<Changes> {
  progress(`Comparing with version ${previous.number}`);
  const before = path.join(place.folder, "previous.parquet");
  await patiently(() => api.save(job, before, undefined, "previous"));
  const { rows, columns } = previous;
  const tables: [NamedTable, NamedTable] = [
    { name: "before", file: before, rows, columns, masked: [] },
    { name: "after", file: place.out, rows: made.rows, columns: made.columns, masked: [] },
  ];
  const ask = (name: string) => ({ folder: path.join(place.folder, name), progress: () => undefined });
  const changes = await runEngine("changes", { tables, key: work.key }, ask("rows"));
  if (isSame(changes)) return changes;
  const drift = await runEngine("compare-columns", { tables }, ask("columns"));
  return { ...changes, columns: { ...changes.columns, drifted: driftedOf(drift) } };
}

/** Columns whose values are spread otherwise than before, the most other first. */
function driftedOf(drift: readonly ColumnDrift[]): Changes["columns"]["drifted"] {
  return drift
    .flatMap(({ name, stability }) =>
      stability !== null && stability >= driftFrom ? [{ name, stability }] : [],
    )
    .toSorted((a, b) => b.stability - a.stability);
}

/** A result without a table. */
function nothing(said: Partial<Result>): Result {
  return { table: null, changes: null, unchanged: null, sent: null, validators: null, ...said };
}
