import type { Actor } from "@/lib/auth/actor";
import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { findRules } from "@/lib/projects/queries";
import { lackingMetrics } from "@/lib/projects/rules";
import { directOf } from "@/lib/db/direct";
import { metricsCalled } from "@/lib/runs/cells";
import type { Storage } from "@/lib/storage/storage";
import { modelFiles, resolveSource } from "./queries";
import { signatureOfFiles } from "./read-signature";
import type { Stage } from "./stage";

/**
 * Lets a version be registered where the project's rules allow it.
 * A transfer brings what was registered elsewhere.
 *
 * @throws {AppError} FORBIDDEN for a client where only people register; INVALID without a signature where one
 *   is asked for
 */
export async function requireRegistrable(
  db: Db,
  storage: Storage,
  actor: Actor,
  { projectId, source, name }: { projectId: string; source: string; name: string },
): Promise<void> {
  const rules = await findRules(db, projectId);
  if (actor.via === "job") return;
  if (!rules.clientsRegister && actor.via !== "session")
    throw new AppError(
      "FORBIDDEN",
      "In this project models are registered on its pages, not by code. " +
        `Open the run there and register it as ${name}.`,
    );
  if (!rules.signature) return;
  const resolved = await resolveSource(db, projectId, source).catch(() => null);
  const files = await modelFiles(db, projectId, resolved).catch(() => []);
  if (!(await signatureOfFiles(storage, files)))
    throw new AppError(
      "INVALID",
      "This project asks for a signature, and the model has none. " +
        `Log it with signature= or input_example=, then register ${name}.`,
    );
}

/**
 * Lets a version go to a stage where the project's rules allow it.
 *
 * @throws {AppError} CONFLICT naming the metrics that its run lacks
 */
export async function requirePromotable(
  db: Db,
  { projectId, name, number, stage }: { projectId: string; name: string; number: number; stage: Stage },
): Promise<void> {
  if (stage !== "Staging" && stage !== "Production") return;
  const rules = await findRules(db, projectId);
  if (rules.metrics.length === 0) return;
  const version = await db.modelVersion.findFirst({
    where: { projectId, number, model: { projectId, name } },
    select: { runId: true },
  });
  const runIds = version?.runId ? [version.runId] : [];
  const logged = [...(await metricsCalled(directOf(db), projectId, runIds, rules.metrics)).values()].flat();
  const lacking = version ? lackingMetrics(rules, logged) : [];
  if (lacking.length > 0)
    throw new AppError(
      "CONFLICT",
      `${name} v${number} lacks ${lacking.join(", ")}, which this project asks for before ${stage}. ` +
        "Log it to the version's run.",
    );
}
