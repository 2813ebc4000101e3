import type { Actor } from "@/lib/auth/actor";
import type { Db } from "@/lib/db/client";
import { directOf, type Sql } from "@/lib/db/direct";
import { groupCommit } from "@/lib/db/group-commit";
import { AppError } from "@/lib/errors";
import type { Subject } from "@/lib/events/facts";
import { record } from "@/lib/events/record";
import type { Blob } from "@/lib/storage/storage";
import type { ArtifactPlace } from "./artifact-path";

type Table = {
  name: "RunArtifact" | "LoggedModelArtifact";
  column: "runId" | "modelId";
  type: "int" | "text";
};
type Folder = Table & { id: number | string; subject: Subject<"run" | "logged-model"> };
export type ArtifactRow = { path: string; sha256: string; bytes: number };

const runTable: Table = { name: "RunArtifact", column: "runId", type: "int" };
const modelTable: Table = { name: "LoggedModelArtifact", column: "modelId", type: "text" };
/** Files of one folder that are listed at most. */
const most = 20_000;

/**
 * The folder of a run or of a logged model.
 * @throws {AppError} NOT_FOUND when the project has none such in that experiment
 */
export async function artifactFolder(
  sql: Sql,
  projectId: string,
  { owner, experiment }: { owner: ArtifactPlace["owner"]; experiment?: number },
): Promise<Folder> {
  const inside = experiment === undefined ? "" : `AND e."number" = $3`;
  const values = [
    projectId,
    owner.kind === "run" ? owner.uid : owner.id,
    ...(experiment === undefined ? [] : [experiment]),
  ];
  const [table, column] = owner.kind === "run" ? ["Run", "uid"] : ["LoggedModel", "id"];
  const [row] = await sql.all<{ id: number | string; name: string; experiment: number }>(
    `SELECT x."id", x."name", x."experimentId" AS "experiment" FROM "${table}" x
     JOIN "Experiment" e ON e."id" = x."experimentId"
     WHERE x."projectId" = $1 AND x."${column}" = $2 ${inside}`,
    values,
  );
  if (!row)
    throw new AppError(
      "NOT_FOUND",
      owner.kind === "run"
        ? `Run with id=${owner.uid} not found`
        : `Logged model with ID '${owner.id}' not found.`,
    );
  const holder = { name: row.name, experiment: row.experiment };
  return owner.kind === "run"
    ? { ...runTable, id: row.id, subject: { kind: "run", id: owner.uid, ...holder } }
    : { ...modelTable, id: row.id, subject: { kind: "logged-model", id: owner.id, ...holder } };
}

type Kept = { projectId: string; actor: Actor; place: ArtifactPlace; blob: Blob };

/**
 * Gives a stored file its place; a file that was there before is replaced.
 *
 * @throws {AppError} NOT_FOUND for an unknown run or model; INVALID where a folder of that name is
 */
export const keepArtifact = groupCommit<Kept, void>(async (sql, requests) => {
  for (const { projectId, actor, place, blob } of requests) {
    const folder = await artifactFolder(sql, projectId, place);
    const columns = {
      [folder.column]: { type: folder.type, values: [folder.id] },
      path: { type: "text", values: [place.path] },
      sha256: { type: "text", values: [blob.sha256] },
      bytes: { type: "float8", values: [blob.bytes] },
    };
    await sql.insert(
      folder.name,
      columns,
      `ON CONFLICT ("${folder.column}", "path")
       DO UPDATE SET "sha256" = excluded."sha256", "bytes" = excluded."bytes"`,
    );
    record(sql, actor, { name: "artifact.keep", projectId, subject: folder.subject, detail: {} });
  }
  return requests.map(() => undefined);
});

/** A file of a folder. @throws {AppError} NOT_FOUND */
export async function findArtifact(sql: Sql, folder: Folder, path: string): Promise<ArtifactRow> {
  const [row] = await sql.all<ArtifactRow>(
    `SELECT "path", "sha256", "bytes" FROM "${folder.name}" WHERE "${folder.column}" = $1 AND "path" = $2`,
    [folder.id, path],
  );
  if (!row) throw new AppError("NOT_FOUND", `No such artifact: '${path}'`);
  return row;
}

/** Files below a path of a folder; the path itself where it is a file. */
export async function artifactsBelow(sql: Sql, folder: Folder, path: string): Promise<ArtifactRow[]> {
  const { where, values } = conditionOf(sql, folder, path);
  const collate = sql.provider === "postgresql" ? ` COLLATE "C"` : "";
  return sql.all<ArtifactRow>(
    `SELECT "path", "sha256", "bytes" FROM "${folder.name}" WHERE ${where} ORDER BY "path"${collate}
     LIMIT ${most}`,
    values,
  );
}

/**
 * Takes a file, or a folder with all that is in it, out of its place; without a path all files,
 * be there any or none.
 *
 * @throws {AppError} NOT_FOUND when nothing is there
 */
export async function removeArtifacts(
  db: Db,
  actor: Actor,
  { projectId, place }: { projectId: string; place: ArtifactPlace },
): Promise<void> {
  await directOf(db).transaction(async (sql) => {
    const folder = await artifactFolder(sql, projectId, place);
    const { where, values } = conditionOf(sql, folder, place.path);
    const gone = await sql.all<{ path: string }>(
      `DELETE FROM "${folder.name}" WHERE ${where} RETURNING "path"`,
      values,
    );
    if (gone.length === 0 && place.path !== "")
      throw new AppError("NOT_FOUND", `No such artifact: '${place.path}'`);
    const detail = { path: place.path, files: gone.length };
    record(sql, actor, { name: "artifact.delete", projectId, subject: folder.subject, detail });
  });
}

/** Files of a folder below a path, and the path itself. */
function conditionOf(sql: Sql, folder: Folder, path: string): { where: string; values: (string | number)[] } {
  const name = sql.provider === "postgresql" ? `"path" COLLATE "C"` : `"path"`;
  const below = path === "" ? "" : ` AND (${name} = $2 OR (${name} >= $3 AND ${name} < $4))`;
  return {
    where: `"${folder.column}" = $1${below}`,
    values: [folder.id, ...(path === "" ? [] : [path, `${path}/`, `${path}0`])],
  };
}
