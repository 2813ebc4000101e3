import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { About, Thing } from "./about";
import { writeAudit } from "./audit";
import { decide } from "./decide";
import type { Member } from "./member";
import { weakestRole, type Permission } from "./permissions";
import {
  chainOf,
  hasResourceGrants,
  projectChain,
  accessFilterOf,
  allowsSome,
  type ScopedKind,
} from "./access-filter";

/**
 * Lets a request through when its sender may touch everything that it is about: by the grants on each
 * experiment or model that it names, by those on the project where it names none. A thing may ask for
 * another permission than the request, as a version asks to read the run that it comes from; and who
 * manages the people of a project manages what they may do with each of its things.
 *
 * @throws {AppError} NOT_FOUND for what the sender may not even see; FORBIDDEN for what they may see
 */
export async function requireThings(
  db: Db,
  member: Member,
  permission: Permission,
  { things, lists }: About,
): Promise<void> {
  if (!hasResourceGrants(member)) return;
  if (lists && allowsSome(accessFilterOf(member, permission, lists))) return;
  const whole = decide(member.grants, permission, projectChain(member.project.id));
  if (permission === "member:manage" && whole.allowed) return;
  let named = false;
  for (const thing of things) {
    const found = await scopeOf(db, member.project.id, thing);
    if (!found) continue;
    named ||= !thing.by;
    const chain = chainOf(member.project.id, found.kind, found.id);
    const asked = thing.by ?? permission;
    if (decide(member.grants, asked, chain).allowed) continue;
    const seen = decide(member.grants, found.kind === "model" ? "model:read" : "run:read", chain).allowed;
    await refuse(db, member, asked, seen);
  }
  if (!named && !whole.allowed) await refuse(db, member, permission, whole.role !== null);
}

async function refuse(
  db: Db,
  { actor, project }: Member,
  permission: Permission,
  seen: boolean,
): Promise<never> {
  if (!seen) throw new AppError("NOT_FOUND", "There is no such thing in this project.");
  await writeAudit(db, actor, {
    projectId: project.id,
    action: "permission.use",
    target: { kind: "permission", id: permission, name: permission },
    outcome: "denied",
  });
  throw new AppError(
    "FORBIDDEN",
    `This needs the role ${weakestRole[permission].toLowerCase()} here. Ask who manages it, or an owner of the project.`,
  );
}

/** The experiment or model that holds a thing; null where there is none, which its own route says better. */
async function scopeOf(
  db: Db,
  projectId: string,
  thing: Thing,
): Promise<{ kind: ScopedKind; id: string } | null> {
  if (thing.kind === "model") {
    const model = await db.registeredModel.findUnique({
      where: { projectId_name: { projectId, name: thing.name } },
      select: { id: true },
    });
    return model && { kind: "model", id: model.id };
  }
  const id = await experimentOf(db, projectId, thing);
  return id === undefined ? null : { kind: "experiment", id: String(id) };
}

async function experimentOf(
  db: Db,
  projectId: string,
  thing: Exclude<Thing, { kind: "model" }>,
): Promise<number | undefined> {
  const select = { experimentId: true } as const;
  switch (thing.kind) {
    case "experiment":
      return (
        await db.experiment.findFirst({
          where: { projectId, ...("number" in thing ? { number: thing.number } : { name: thing.name }) },
          select: { id: true },
        })
      )?.id;
    case "run":
      return (await db.run.findFirst({ where: { projectId, uid: thing.uid }, select }))?.experimentId;
    case "logged-model":
      return (await db.loggedModel.findFirst({ where: { projectId, id: thing.id }, select }))?.experimentId;
    case "job": {
      const job = await db.job.findFirst({ where: { projectId, id: thing.id }, select: { runId: true } });
      return job?.runId
        ? (await db.run.findUnique({ where: { id: job.runId }, select }))?.experimentId
        : undefined;
    }
  }
}
