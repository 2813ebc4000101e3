import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";

/** A version that is in use: in Production, or named by an alias. */
export type InUse = { model: string; number: number; stage: string; aliases: string[] };

const namedAtMost = 5;

/** The versions of these that are in use. */
export async function versionsInUse(
  tx: Tx,
  where: { projectId: string } & ({ runId: { in: number[] } } | { modelId: string; number?: number }),
): Promise<InUse[]> {
  const versions = await tx.modelVersion.findMany({
    where,
    select: { number: true, stage: true, model: { select: { name: true, aliases: true } } },
    orderBy: { createdAt: "desc" },
    take: 10_000,
  });
  return versions.flatMap(({ number, stage, model }) => {
    const aliases = model.aliases.filter((alias) => alias.number === number).map(({ alias }) => alias);
    return stage === "Production" || aliases.length > 0
      ? [{ model: model.name, number, stage, aliases }]
      : [];
  });
}

/**
 * Keeps what models in use stand on from being deleted unasked.
 *
 * @throws {AppError} CONFLICT naming the versions that runs stand behind
 */
export async function requireRunsUnused(tx: Tx, projectId: string, uids: readonly string[]): Promise<void> {
  const runs = await tx.run.findMany({ where: { projectId, uid: { in: [...uids] } }, select: { id: true } });
  refuse(await versionsInUse(tx, { projectId, runId: { in: runs.map(({ id }) => id) } }), "stand on");
}

/**
 * The same for a version of a model, or for all of them.
 * @throws {AppError} CONFLICT naming the versions in use
 */
export async function requireVersionsUnused(
  tx: Tx,
  projectId: string,
  of: { modelId: string; number?: number },
): Promise<void> {
  refuse(await versionsInUse(tx, { projectId, ...of }), "are");
}

function refuse(used: readonly InUse[], how: "stand on" | "are"): void {
  if (used.length === 0) return;
  const names = used.slice(0, namedAtMost).map(inWords).join(", ");
  const rest = used.length > namedAtMost ? ` and ${used.length - namedAtMost} more` : "";
  throw new AppError(
    "CONFLICT",
    how === "stand on"
      ? `In use: ${names}${rest} came from these runs. Move the stage or the alias first, or confirm.`
      : `In use: ${names}${rest}. Move the stage or the alias first, or confirm.`,
  );
}

function inWords({ model, number, stage, aliases }: InUse): string {
  const uses = [...(stage === "Production" ? [stage] : []), ...aliases.map((alias) => `@${alias}`)];
  return `${model} v${number} (${uses.join(", ")})`;
}
