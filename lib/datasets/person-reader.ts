import { grantsOfAccount } from "@/lib/auth/grants";
import type { Tx } from "@/lib/db/client";
import { everyReader, readerOf, type Reader } from "./reader";

/** A person as a reader, by the rights that they have now; for a closed account, every mask holds. */
export async function readerOfPerson(tx: Tx, projectId: string, userId: string): Promise<Reader> {
  const account = await tx.user.findUnique({
    where: { id: userId, disabledAt: null },
    select: { id: true, name: true, isAdmin: true },
  });
  if (!account) return everyReader(projectId);
  return readerOf({ project: { id: projectId }, grants: await grantsOfAccount(tx, account, projectId) });
}
