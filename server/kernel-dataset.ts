import { authorizeResources } from "@/lib/auth/authorize-resources";
import { askerOf, type Member } from "@/lib/auth/member";
import { tableOf } from "@/lib/datasets/masked-file";
import { findVersion } from "@/lib/datasets/queries";
import { readerOf } from "@/lib/datasets/reader";
import { requireWhole } from "@/lib/datasets/whole-table";
import { toArrow } from "@/lib/frame/arrow";
import { cellOf, type Frame } from "@/lib/frame/frame";
import type { ValueKind } from "@/lib/notebooks/kernel-protocol";
import type { Deps } from "./deps";

type Read = { name: string; number: number; kind: ValueKind; bytes: Uint8Array };

/**
 * A dataset of the project as a kernel is given it, `name` or `name@v2`, with the rights and masks of who
 * asks: as Arrow where its Python reads that, else as columns of plain values.
 *
 * @throws {AppError} NOT_FOUND; FORBIDDEN; TOO_LARGE
 */
export async function datasetForKernel(
  deps: Deps,
  member: Member,
  { reference, arrow, signal }: { reference: string; arrow: boolean; signal: AbortSignal },
): Promise<Read> {
  const [, name = reference, wanted] = /^(.*?)(?:@v(\d{1,9}))?$/s.exec(reference) ?? [];
  const refs = [{ kind: "dataset" as const, name, permission: "dataset:read" as const }];
  await authorizeResources(deps.db, member, "dataset:read", refs);
  const reader = readerOf(member);
  const version = await findVersion(deps.db, reader, name, wanted ? Number(wanted) : undefined);
  const names = version.columns.map((column) => column.name);
  requireWhole(name, { rows: version.rows, columns: names.length });
  const asking = { asker: askerOf(member), signal };
  const table = await tableOf(deps, reader, version, asking);
  const frame = await deps.engine.run("column", { table, names, limit: version.rows }, asking);
  const read = { name, number: version.number };
  if (arrow) return { ...read, kind: "arrow", bytes: toArrow(frame, { wholeNumbers: true }) };
  return { ...read, kind: "columns", bytes: Buffer.from(JSON.stringify(columnsOf(frame))) };
}

/** A frame as columns of plain values (lib/notebooks/plain-values.ts). */
function columnsOf(frame: Frame): { names: string[]; columns: unknown[][] } {
  return {
    names: frame.columns.map(({ name }) => name),
    columns: frame.columns.map((column) =>
      Array.from({ length: frame.rows }, (_, row) => {
        const cell = cellOf(column, row);
        return column.type === "date" && cell !== null ? { $: "time", v: cell } : cell;
      }),
    ),
  };
}
