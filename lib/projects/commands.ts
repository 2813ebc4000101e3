import type { Actor } from "@/lib/auth/actor";
import type { Role } from "@/lib/auth/permissions";
import type { Db, Tx } from "@/lib/db/client";
import { AppError, isUniqueViolation } from "@/lib/errors";
import { record } from "@/lib/events/record";
import type { ProjectRules } from "./rules";

type Person = Actor & { id: string };

/**
 * Makes a project; who makes it owns it.
 *
 * @throws {AppError} CONFLICT when the address is taken
 */
export async function createProject(db: Db, actor: Person, { name, slug }: { name: string; slug: string }) {
  try {
    return await db.$transaction(async (tx) => {
      const project = await tx.project.create({ data: { name, slug } });
      await grantRole(tx, actor, { projectId: project.id, userId: actor.id, role: "OWNER" });
      // where clients log that name none
      await tx.experiment.create({ data: { projectId: project.id, number: 0, name: "Default" } });
      record(tx, actor, {
        name: "project.create",
        projectId: project.id,
        subject: { kind: "project", id: project.id, name },
        detail: {},
      });
      return { id: project.id, name, slug };
    });
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError("CONFLICT", `The address ${slug} is taken. Choose another.`);
    throw error;
  }
}

/** Changes the name, the objective or the rules of a project. */
export async function editProject(
  db: Db,
  actor: Actor,
  {
    projectId,
    ...change
  }: {
    projectId: string;
    name?: string | undefined;
    objective?: string | undefined;
    rules?: ProjectRules | undefined;
  },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const data = {
      ...(change.name ? { name: change.name } : {}),
      ...(change.objective !== undefined ? { objective: change.objective } : {}),
      ...(change.rules ? { rules: JSON.stringify(change.rules) } : {}),
    };
    const { name } = await tx.project.update({ where: { id: projectId }, data });
    record(tx, actor, {
      name: "project.edit",
      projectId,
      subject: { kind: "project", id: projectId, name },
      detail: data,
    });
  });
}

/** Gives a person a role in a project, as the one grant on the project that allows it. */
export async function grantRole(
  tx: Tx,
  actor: Actor,
  { projectId, userId, role }: { projectId: string; userId: string; role: Role },
): Promise<void> {
  const key = {
    subjectKind: "person",
    subjectId: userId,
    scopeKind: "project",
    scopeId: projectId,
    effect: "allow",
  };
  await tx.grant.upsert({
    where: { subjectKind_subjectId_scopeKind_scopeId_effect: key },
    create: { ...key, projectId, role, createdBy: actor.id ?? "system" },
    update: { role },
  });
}
