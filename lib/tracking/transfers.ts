import * as z from "zod";
import type { Actor } from "@/lib/auth/actor";
import type { Db } from "@/lib/db/client";
import { record } from "@/lib/events/record";
import { requirePublicTarget } from "@/lib/http/public-target";
import { enqueue } from "@/lib/jobs/queue";
import type { TransferSpec } from "@/lib/jobs/kinds/transfer";
import type { Blob } from "@/lib/storage/storage";

type Person = Actor & { id: string };
type Where = { project: { id: string; slug: string }; allowPrivate: boolean };

/** Another MLflow server, and how to speak to it: with a token, with name and password, or without. */
export const otherServerBody = z.strictObject({
  url: z.string().trim().min(1, "expected an address such as https://mlflow.example.com").max(500),
  token: z.string().max(4_000).optional(),
  username: z.string().max(254).optional(),
  password: z.string().max(1_000).optional(),
});
export type OtherServer = z.output<typeof otherServerBody>;

/**
 * Asks for everything of another MLflow server to be brought into a project, or for a project's to be
 * brought there.
 *
 * @throws {AppError} INVALID for an address that the server may not call
 */
export async function startTransfer(
  db: Db,
  actor: Person,
  { project, allowPrivate, direction, other }: Where & { direction: "import" | "export"; other: OtherServer },
): Promise<{ job: string }> {
  const { host } = await requirePublicTarget(other.url, { allowPrivate });
  const spec: TransferSpec = {
    kind: direction,
    project: project.slug,
    other: { url: other.url, authorization: authorizationOf(other), allowPrivate },
  };
  return enqueueTransfer(db, actor, {
    projectId: project.id,
    spec,
    title: direction === "import" ? `Import from ${host}` : `Export to ${host}`,
  });
}

/** Asks for everything of an MLflow server's SQLite file to be brought into a project. */
export function startFileImport(
  db: Db,
  actor: Person,
  { project, fileName, blob }: { project: Where["project"]; fileName: string; blob: Blob },
): Promise<{ job: string }> {
  const spec: TransferSpec = {
    kind: "import-file",
    project: project.slug,
    sha256: blob.sha256,
    bytes: blob.bytes,
  };
  return enqueueTransfer(db, actor, {
    projectId: project.id,
    spec,
    title: `Import ${fileName.slice(0, 100)}`,
  });
}

async function enqueueTransfer(
  db: Db,
  actor: Person,
  { projectId, spec, title }: { projectId: string; spec: TransferSpec; title: string },
): Promise<{ job: string }> {
  return db.$transaction(async (tx) => {
    const { id } = await enqueue(tx, { projectId, kind: "transfer", title, spec, createdBy: actor.id });
    const subject = { kind: "job" as const, id, name: title, experiment: null };
    record(tx, actor, { name: "transfer.start", projectId, subject, detail: {} });
    return { job: id };
  });
}

function authorizationOf({ token, username, password }: OtherServer): string | null {
  if (token) return `Bearer ${token}`;
  return username ? `Basic ${Buffer.from(`${username}:${password ?? ""}`).toString("base64")}` : null;
}
