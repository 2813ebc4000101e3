import type { Tx } from "@/lib/db/client";
import { toPage } from "@/lib/page";
import type { Actor } from "./actor";
import type { Permission } from "./permissions";

/** Keeps a denied try. What was done is noted by `record`, with the change itself. */
export async function auditDenied(
  tx: Tx,
  actor: Actor,
  { projectId, permission }: { projectId: string; permission: Permission },
): Promise<void> {
  await tx.auditEvent.create({
    data: {
      projectId,
      actorId: actor.id,
      actorName: actor.name,
      via: actor.via,
      from: actor.from,
      action: "permission.use",
      targetKind: "permission",
      targetId: permission,
      targetName: permission,
      outcome: "denied",
    },
  });
}

/** Audit of one project, newest first; `before` is the id to go on from. */
export async function listAudit(
  tx: Tx,
  projectId: string,
  { before, limit }: { before?: number | undefined; limit: number },
) {
  const found = await tx.auditEvent.findMany({
    where: { projectId, ...(before ? { id: { lt: before } } : {}) },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const { rows: events, next } = toPage(found, limit, ({ id }) => id);
  return { events, next };
}
