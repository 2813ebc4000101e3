import type { Actor } from "@/lib/auth/actor";
import { grantToCreator } from "@/lib/auth/creator-grant";
import type { Member } from "@/lib/auth/member";
import { retryOnUniqueViolation } from "@/lib/db/retry-on-conflict";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { refusal } from "@/lib/refusals";
import { findExperimentByNumber } from "./queries";

type KeyValue = { key: string; value: string };

/**
 * Makes an experiment under the project's next number; who makes it manages it.
 *
 * @throws {AppError} EXISTS when the name is taken, by a deleted experiment too
 */
export async function createExperiment(
  db: Db,
  member: Member,
  { name, tags }: { name: string; tags: readonly KeyValue[] },
): Promise<number> {
  const projectId = member.project.id;
  const write = () =>
    db.$transaction(async (tx) => {
      if (await tx.experiment.findUnique({ where: { projectId_name: { projectId, name } } }))
        throw refusal("name of new experiment taken", { name });
      const experiment = await addExperiment(tx, member.actor, { projectId, name, tags });
      await grantToCreator(tx, member, { kind: "experiment", id: String(experiment.id) });
      return experiment.number;
    });
  return retryOnUniqueViolation(write);
}

/** Finds an experiment by name, or makes it; for callers that are ready to be tried again. */
export async function ensureExperiment(tx: Tx, actor: Actor, projectId: string, name: string) {
  const experiment = await tx.experiment.findUnique({ where: { projectId_name: { projectId, name } } });
  if (experiment?.deletedAt)
    throw new AppError("CONFLICT", `The experiment ${name} is deleted. Restore it, or choose another name.`);
  return experiment ?? addExperiment(tx, actor, { projectId, name, tags: [] });
}

async function addExperiment(
  tx: Tx,
  actor: Actor,
  { projectId, name, tags }: { projectId: string; name: string; tags: readonly KeyValue[] },
) {
  const { _max } = await tx.experiment.aggregate({ where: { projectId }, _max: { number: true } });
  const unique = [...new Map(tags.map((tag) => [tag.key, tag])).values()];
  const experiment = await tx.experiment.create({
    data: { projectId, name, number: (_max.number ?? -1) + 1, tags: { create: unique } },
  });
  const detail = { tags: Object.fromEntries(unique.map(({ key, value }) => [key, value])) };
  record(tx, actor, { name: "experiment.create", projectId, subject: subjectOf(experiment), detail });
  return experiment;
}

/**
 * Gives an experiment another name.
 * @throws {AppError} NOT_FOUND; INVALID for a deleted experiment; EXISTS when the new name is taken
 */
export async function renameExperiment(
  db: Db,
  actor: Actor,
  { projectId, number, name }: { projectId: string; number: number; name: string },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const experiment = await findExperimentByNumber(tx, projectId, number);
    if (experiment.deletedAt) throw refusal("deleted experiment renamed", { number });
    const other = await tx.experiment.findUnique({ where: { projectId_name: { projectId, name } } });
    if (other && other.id !== experiment.id) throw refusal("name of experiment taken", { name });
    await tx.experiment.update({ where: { id: experiment.id }, data: { name, updatedAt: new Date() } });
    record(tx, actor, {
      name: "experiment.rename",
      projectId,
      subject: subjectOf({ ...experiment, name }),
      detail: { before: experiment.name },
    });
  });
}

/**
 * Moves an experiment and its runs out of sight, or back.
 * @throws {AppError} NOT_FOUND when there is none in that state
 */
export async function setExperimentDeleted(
  db: Db,
  actor: Actor,
  { projectId, number, now, deleted }: { projectId: string; number: number; now: Date; deleted: boolean },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const experiment = await findExperimentByNumber(tx, projectId, number);
    if ((experiment.deletedAt !== null) === deleted)
      throw refusal("experiment deleted or not", { number, isDeleted: deleted });
    const deletedAt = deleted ? now : null;
    await tx.experiment.update({ where: { id: experiment.id }, data: { deletedAt, updatedAt: now } });
    await tx.run.updateMany({ where: { experimentId: experiment.id }, data: { deletedAt } });
    record(tx, actor, {
      name: deleted ? "experiment.delete" : "experiment.restore",
      projectId,
      subject: subjectOf(experiment),
      detail: {},
    });
  });
}

/**
 * Sets a tag of an experiment, in place of one of that name.
 * @throws {AppError} NOT_FOUND; INVALID for a deleted experiment
 */
export async function setExperimentTag(
  db: Db,
  actor: Actor,
  { projectId, number, key, value }: { projectId: string; number: number } & KeyValue,
): Promise<void> {
  await retryOnUniqueViolation(() =>
    db.$transaction(async (tx) => {
      const experiment = await activeExperiment(tx, projectId, number);
      await tx.experimentTag.upsert({
        where: { experimentId_key: { experimentId: experiment.id, key } },
        create: { experimentId: experiment.id, key, value },
        update: { value },
      });
      noteTag(tx, actor, { projectId, experiment, key, value });
    }),
  );
}

/** Takes a tag off an experiment. @throws {AppError} NOT_FOUND when there is no such tag */
export async function deleteExperimentTag(
  db: Db,
  actor: Actor,
  { projectId, number, key }: { projectId: string; number: number; key: string },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const experiment = await activeExperiment(tx, projectId, number);
    const { count } = await tx.experimentTag.deleteMany({ where: { experimentId: experiment.id, key } });
    if (count === 0) throw refusal("experiment tag missing", { number, key });
    noteTag(tx, actor, { projectId, experiment, key, value: null });
  });
}

type Tagged = { projectId: string; experiment: Row; key: string; value: string | null };
type Row = { id: number; number: number; name: string };

function noteTag(tx: Tx, actor: Actor, { projectId, experiment, key, value }: Tagged): void {
  const subject = subjectOf(experiment);
  record(tx, actor, { name: "experiment.tag", projectId, subject, detail: { key, value } });
}

/**
 * An experiment that is not deleted, by its number in the project.
 * @throws {AppError} NOT_FOUND; INVALID for a deleted experiment
 */
export async function activeExperiment(db: Tx, projectId: string, number: number) {
  const experiment = await findExperimentByNumber(db, projectId, number);
  if (experiment.deletedAt) throw refusal("experiment deleted", { number });
  return experiment;
}

function subjectOf({ id, number, name }: Row) {
  return { kind: "experiment" as const, id, number, name };
}
