import type { Actor } from "@/lib/auth/actor";
import type { Db } from "@/lib/db/client";
import { directOf, type Sql } from "@/lib/db/direct";
import { groupCommit, inList } from "@/lib/db/group-commit";
import type { Subject } from "@/lib/events/facts";
import { record } from "@/lib/events/record";
import { refusal } from "@/lib/refusals";
import { insertTags, type KeyValue } from "./log";

export type NewRun = {
  projectId: string;
  actor: Actor & { id: string };
  experiment: number;
  uid: string;
  name: string;
  clientUser: string;
  startTime: number;
  tags: readonly KeyValue[];
  now: Date;
};

/**
 * Starts a run that a client logs.
 *
 * @returns its inner id
 * @throws {AppError} NOT_FOUND for an unknown experiment; INVALID for a deleted one
 */
export const createClientRun = groupCommit<NewRun, number>(async (sql, runs) => {
  const experimentIds = await activeExperiments(sql, runs);
  const text = (values: (string | null)[]) => ({ type: "text", values });
  await sql.insert(
    "Run",
    {
      uid: text(runs.map(({ uid }) => uid)),
      projectId: text(runs.map(({ projectId }) => projectId)),
      experimentId: { type: "int", values: experimentIds },
      name: text(runs.map(({ name }) => name)),
      status: text(runs.map(() => "RUNNING")),
      createdBy: text(runs.map(({ actor }) => actor.id)),
      clientUser: text(runs.map(({ clientUser }) => clientUser)),
      provenance: text(runs.map(({ actor }) => JSON.stringify({ by: { name: actor.name, via: actor.via } }))),
      startTime: { type: "bigint", values: runs.map(({ startTime }) => startTime) },
    },
    "",
  );
  const made = await sql.all<{ id: number; uid: string }>(
    `SELECT "id", "uid" FROM "Run" WHERE "uid" IN ${inList(sql, "$1")}`,
    [JSON.stringify(runs.map(({ uid }) => uid))],
  );
  const idOf = new Map(made.map(({ id, uid }) => [uid, id]));
  const ids = runs.map(({ uid }) => idOf.get(uid)!);
  await insertTags(
    sql,
    runs.flatMap(({ projectId, name, tags }, i) =>
      [...new Map([...tags.map(({ key, value }) => [key, value] as const), ["mlflow.runName", name]])].map(
        ([key, value]) => ({ runId: ids[i]!, projectId, key, value }),
      ),
    ),
    { named: true },
  );
  runs.forEach(({ actor, projectId, uid: id, name }, i) => {
    const subject = { kind: "run" as const, id, name, experiment: experimentIds[i]! };
    record(sql, actor, { name: "run.start", projectId, subject, detail: {} });
  });
  return ids;
});

async function activeExperiments(sql: Sql, runs: readonly NewRun[]): Promise<number[]> {
  const rows = await sql.all<{ id: number; projectId: string; number: number; deleted: number }>(
    `SELECT "id", "projectId", "number", CASE WHEN "deletedAt" IS NULL THEN 0 ELSE 1 END AS "deleted"
     FROM "Experiment" WHERE "projectId" IN ${inList(sql, "$1")} AND "number" IN ${inList(sql, "$2", "int")}`,
    [
      JSON.stringify([...new Set(runs.map(({ projectId }) => projectId))]),
      JSON.stringify([...new Set(runs.map(({ experiment }) => experiment))]),
    ],
  );
  return runs.map(({ projectId, experiment }) => {
    const found = rows.find((row) => row.projectId === projectId && row.number === experiment);
    if (!found) throw refusal("experiment missing", { number: experiment });
    if (found.deleted) throw refusal("experiment deleted", { number: experiment });
    return found.id;
  });
}

type Change = {
  projectId: string;
  uid: string;
  status?: string | undefined;
  endTime?: number | undefined;
  name?: string | undefined;
};

/**
 * Changes what a client says of its run.
 *
 * @returns its inner id
 * @throws {AppError} NOT_FOUND; INVALID for a deleted run
 */
export async function updateClientRun(
  db: Db,
  actor: Actor,
  { projectId, uid, status, endTime, name }: Change,
): Promise<number> {
  return directOf(db).transaction(async (sql) => {
    const { id, subject } = await requireActiveRun(sql, projectId, uid);
    if (status) await sql.all(`UPDATE "Run" SET "status" = $2 WHERE "id" = $1`, [id, status]);
    if (endTime !== undefined)
      await sql.all(`UPDATE "Run" SET "endTime" = $2 WHERE "id" = $1`, [id, endTime]);
    if (name) await insertTags(sql, [{ runId: id, projectId, key: "mlflow.runName", value: name }]);
    record(sql, actor, {
      name: "run.edit",
      projectId,
      subject: { ...subject, name: name ?? subject.name },
      detail: {
        ...(status ? { status } : {}),
        ...(endTime !== undefined ? { endTime } : {}),
        ...(name ? { name } : {}),
      },
    });
    return id;
  });
}

/** A run that is not deleted, by its id. @throws {AppError} NOT_FOUND; INVALID for a deleted run */
export async function requireActiveRun(
  sql: Sql,
  projectId: string,
  uid: string,
): Promise<{ id: number; subject: Subject<"run"> }> {
  const [run] = await sql.all<{ id: number; name: string; experiment: number; deleted: number }>(
    `SELECT "id", "name", "experimentId" AS "experiment",
       CASE WHEN "deletedAt" IS NULL THEN 0 ELSE 1 END AS "deleted"
     FROM "Run" WHERE "projectId" = $1 AND "uid" = $2`,
    [projectId, uid],
  );
  if (!run) throw refusal("run missing", { uid });
  if (run.deleted) throw refusal("run deleted", { uid });
  return { id: run.id, subject: { kind: "run", id: uid, name: run.name, experiment: run.experiment } };
}

/** Takes a tag off a run. @throws {AppError} NOT_FOUND when the run has no such tag */
export async function deleteRunTag(
  db: Db,
  actor: Actor,
  { projectId, uid, key }: { projectId: string; uid: string; key: string },
): Promise<void> {
  await directOf(db).transaction(async (sql) => {
    const { id, subject } = await requireActiveRun(sql, projectId, uid);
    const [found] = await sql.all(`SELECT 1 AS "found" FROM "RunTag" WHERE "runId" = $1 AND "key" = $2`, [
      id,
      key,
    ]);
    if (!found) throw refusal("run tag missing", { uid, key });
    await sql.all(`DELETE FROM "RunTag" WHERE "runId" = $1 AND "key" = $2`, [id, key]);
    record(sql, actor, { name: "run.log", projectId, subject, detail: {} });
  });
}
