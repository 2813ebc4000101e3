import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { chainOf, projectChain } from "./access-filter";
import { decide } from "./decide";
import { grantsOfAccount } from "./grants";
import type { Permission } from "./permissions";

/**
 * Looks anew at whether a person may do something to a dataset, when a job begins again or ends for them: a
 * right that was taken away meanwhile is gone. A dataset of a name that is not there yet is the project's.
 *
 * @returns who they are
 * @throws {AppError} FORBIDDEN when they may not
 */
export async function requireStillMay(
  tx: Tx,
  permission: Permission & `dataset:${string}`,
  { projectId, userId, dataset: name }: { projectId: string; userId: string; dataset: string },
): Promise<{ id: string; name: string }> {
  const account = await tx.user.findUnique({
    where: { id: userId, disabledAt: null },
    select: { id: true, name: true, isAdmin: true },
  });
  const grants = account ? await grantsOfAccount(tx, account, projectId) : [];
  const dataset = await tx.dataset.findUnique({
    where: { projectId_name: { projectId, name } },
    select: { id: true },
  });
  const act = permission === "dataset:read" ? "read" : "write";
  const chain = dataset ? chainOf(projectId, "dataset", dataset.id) : projectChain(projectId);
  if (!account || !decide(grants, permission, chain).allowed)
    throw new AppError(
      "FORBIDDEN",
      `${account?.name ?? "Who asked for this"} may not ${act} the dataset ${name}.`,
    );
  return { id: account.id, name: account.name };
}
