import { toTextIdFilter, type AccessFilter } from "@/lib/auth/access-filter";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { ColumnSchema } from "@/lib/frame/frame";
import { findReference } from "./queries";
import type { Reader } from "./reader";
import { partsOf } from "./sql-references";

/** The columns behind a reference, as its reader sees them; a masked one has the type that the mask gives. */
export type ReferenceSchema = { reference: string; number: number; columns: ColumnSchema[] };

/**
 * The columns of the datasets that references name, as `name` or `name@v2`; a reference of which the reader
 * may not know, or that there is not, is left out.
 */
export async function listSchemas(
  db: Tx,
  reader: Reader,
  access: AccessFilter,
  references: readonly string[],
): Promise<ReferenceSchema[]> {
  const named = [...new Set(references)].map((reference) => ({ reference, ...partsOf(reference) }));
  const found = await db.dataset.findMany({
    where: {
      projectId: reader.projectId,
      name: { in: named.map(({ name }) => name) },
      id: toTextIdFilter(access),
    },
    select: { name: true },
    take: named.length,
  });
  const readable = new Set(found.map(({ name }) => name));
  const schemas: ReferenceSchema[] = [];
  for (const { reference, name } of named) {
    const version = readable.has(name) ? await newestOrNone(db, reader, reference) : null;
    if (version) schemas.push({ reference, number: version.number, columns: version.columns });
  }
  return schemas;
}

async function newestOrNone(db: Tx, reader: Reader, reference: string) {
  try {
    return await findReference(db, reader, reference);
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_FOUND") return null;
    throw error;
  }
}
