import type { Actor } from "@/lib/auth/actor";
import type { Db } from "@/lib/db/client";
import { directOf, type Sql } from "@/lib/db/direct";
import { groupCommit, inList } from "@/lib/db/group-commit";
import type { Subject } from "@/lib/events/facts";
import { record } from "@/lib/events/record";
import { refusal } from "@/lib/refusals";
import { firstTagsOf } from "./first-tags";
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
 * @throws {AppError} NOT_FOUND for an unknown experiment; INVALID for a deleted one
 */
export const createClientRun = groupCommit<NewRun, void>(async (sql, runs) => {
  const experiments = await (sql.provider === "postgresql" ? createAtOnce : createInSteps)(sql, runs);
  runs.forEach(({ actor, projectId, uid: id, name }, i) => {
    const subject = { kind: "run" as const, id, name, experiment: experiments[i]! };
    record(sql, actor, { name: "run.start", projectId, subject, detail: {} });
  });
  return runs.map(() => undefined);
});

/** Inserts runs and then their tags. @returns the inner ids of their experiments */
async function createInSteps(sql: Sql, runs: readonly NewRun[]): Promise<number[]> {
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
      provenance: text(runs.map(provenanceOf)),
      startTime: { type: "bigint", values: runs.map(({ startTime }) => startTime) },
    },
    "",
  );
  const made = await sql.all<{ id: number; uid: string }>(
    `SELECT "id", "uid" FROM "Run" WHERE "uid" IN ${inList(sql, "$1")}`,
    [JSON.stringify(runs.map(({ uid }) => uid))],
  );
  const idOf = new Map(made.map(({ id, uid }) => [uid, id]));
  const tags = runs.flatMap((run) => {
    const runId = idOf.get(run.uid)!;
    return firstTagsOf(run).map(([key, value]) => ({ runId, projectId: run.projectId, key, value }));
  });
  await insertTags(sql, tags, { named: true });
  return experimentIds;
}

function provenanceOf({ actor }: NewRun): string {
  return JSON.stringify({ by: { name: actor.name, via: actor.via } });
}

/** What one statement of PostgreSQL's makes of runs: them and their tags, if every experiment is active. */
const runsAndTags = `
  WITH asked AS (
    SELECT * FROM json_to_recordset($1::json) AS a ("place" int, "uid" text, "projectId" text, "number" int,
      "name" text, "createdBy" text, "clientUser" text, "provenance" text, "startTime" bigint)
  ), found AS (
    SELECT a.*, e."id" AS "experimentId", CASE WHEN e."deletedAt" IS NULL THEN 0 ELSE 1 END AS "deleted"
    FROM asked a JOIN "Experiment" e ON e."projectId" = a."projectId" AND e."number" = a."number"
  ), made AS (
    INSERT INTO "Run" ("uid", "projectId", "experimentId", "name", "status", "createdBy", "clientUser",
      "provenance", "startTime")
    SELECT "uid", "projectId", "experimentId", "name", 'RUNNING', "createdBy", "clientUser", "provenance",
      "startTime" FROM found
    WHERE (SELECT count(*) FROM found WHERE "deleted" = 0) = (SELECT count(*) FROM asked)
    ORDER BY "place"
    RETURNING "id", "uid"
  ), tagged AS (
    INSERT INTO "RunTag" ("runId", "key", "value")
    SELECT m."id", t."key", t."value" FROM made m
    JOIN json_to_recordset($2::json) AS t ("uid" text, "key" text, "value" text) ON t."uid" = m."uid"
  )
  SELECT DISTINCT "experimentId" AS "id", "projectId", "number", "deleted" FROM found`;

/** Inserts runs and their tags by one statement. @returns the inner ids of their experiments */
async function createAtOnce(sql: Sql, runs: readonly NewRun[]): Promise<number[]> {
  const rows = runs.map((run, place) => {
    const { uid, projectId, experiment: number, name, actor, clientUser, startTime } = run;
    const provenance = provenanceOf(run);
    return { place, uid, projectId, number, name, createdBy: actor.id, clientUser, provenance, startTime };
  });
  const tags = runs.flatMap((run) => firstTagsOf(run).map(([key, value]) => ({ uid: run.uid, key, value })));
  const values = [JSON.stringify(rows), JSON.stringify(tags)];
  const experimentIds = requireActive(runs, await sql.all<ExperimentRow>(runsAndTags, values));
  for (const { uid, projectId, tags: own } of runs)
    for (const { key, value } of own)
      if (key === "mlflow.parentRunId") await setParent(sql, { projectId, uid, parent: value });
  return experimentIds;
}

async function setParent(
  sql: Sql,
  { projectId, uid, parent }: { projectId: string; uid: string; parent: string },
): Promise<void> {
  await sql.all(
    `UPDATE "Run" SET "parentId" = (SELECT p."id" FROM "Run" p WHERE p."uid" = $2 AND p."projectId" = $3)
     WHERE "uid" = $1`,
    [uid, parent, projectId],
  );
}

type ExperimentRow = { id: number; projectId: string; number: number; deleted: number };

async function activeExperiments(sql: Sql, runs: readonly NewRun[]): Promise<number[]> {
  const rows = await sql.all<ExperimentRow>(
    `SELECT "id", "projectId", "number", CASE WHEN "deletedAt" IS NULL THEN 0 ELSE 1 END AS "deleted"
     FROM "Experiment" WHERE "projectId" IN ${inList(sql, "$1")} AND "number" IN ${inList(sql, "$2", "int")}`,
    [
      JSON.stringify([...new Set(runs.map(({ projectId }) => projectId))]),
      JSON.stringify([...new Set(runs.map(({ experiment }) => experiment))]),
    ],
  );
  return requireActive(runs, rows);
}

/** The experiment of each run, found among `rows`. @throws {AppError} NOT_FOUND; INVALID for a deleted one */
function requireActive(runs: readonly NewRun[], rows: readonly ExperimentRow[]): number[] {
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
 * @throws {AppError} NOT_FOUND; INVALID for a deleted run
 */
export async function updateClientRun(
  db: Db,
  actor: Actor,
  { projectId, uid, status, endTime, name }: Change,
): Promise<void> {
  await directOf(db).transaction(async (sql) => {
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
