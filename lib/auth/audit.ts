import type { Tx } from "@/lib/db/client";
import type { Actor } from "./actor";

export type AuditEntry = {
  projectId: string | null;
  /** Verb and noun, such as `dataset.create`. */
  action: string;
  target: { kind: string; id: string; name: string };
  outcome?: "done" | "denied";
  /** Before and after in brief; never a secret. */
  detail?: Record<string, unknown>;
};

/** Notes who did what, in the same transaction as the thing itself. */
export async function writeAudit(
  tx: Tx,
  actor: Actor,
  { projectId, action, target, outcome = "done", detail }: AuditEntry,
): Promise<void> {
  await tx.auditEvent.create({
    data: {
      projectId,
      actorId: actor.id,
      actorName: actor.name,
      via: actor.via,
      from: actor.from,
      action,
      targetKind: target.kind,
      targetId: target.id,
      targetName: target.name,
      outcome,
      detail: detail ? JSON.stringify(detail) : null,
    },
  });
}

/** Audit of one project, newest first; `before` is the id to go on from. */
export async function listAudit(
  tx: Tx,
  projectId: string,
  { before, limit }: { before?: number | undefined; limit: number },
) {
  const rows = await tx.auditEvent.findMany({
    where: { projectId, ...(before ? { id: { lt: before } } : {}) },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  return { events: rows.slice(0, limit), next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null };
}
