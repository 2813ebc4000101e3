import type { Tx } from "@/lib/db/client";
import { projectChain } from "./access-filter";
import { roleOn } from "./decide";
import type { Scope } from "./locate-resources";
import type { Member } from "./member";
import { atLeast } from "./permissions";

/**
 * Whoever made a resource manages it: may share it, read its permissions, delete it.
 * Maintainers do so anyway.
 */
export async function grantToCreator(
  tx: Tx,
  { person, project, grants }: Member,
  { kind, id }: Scope,
): Promise<void> {
  const role = roleOn(grants, projectChain(project.id));
  if (role && atLeast(role, "MAINTAINER")) return;
  await tx.grant.create({
    data: {
      projectId: project.id,
      subjectKind: "person",
      subjectId: person.id,
      scopeKind: kind,
      scopeId: id,
      effect: "allow",
      role: "MAINTAINER",
      mlflowPermission: "MANAGE",
      createdBy: person.id,
    },
  });
}
