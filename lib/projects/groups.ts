import type { Role } from "@/lib/auth/permissions";
import { namesOf } from "@/lib/auth/users";
import type { Tx } from "@/lib/db/client";
import { toPage } from "@/lib/page";

/** A group of a project, the role that it gives there, and its people, the first of them by name. */
export type GroupRow = {
  id: number;
  name: string;
  description: string;
  role: Role | null;
  size: number;
  people: { id: string; name: string }[];
};

/** People that a list of groups names of each. */
const named = 200;

/** A page of a project's groups by name; `after` is the last name of the page before. */
export async function pageOfGroups(
  db: Tx,
  projectId: string,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ groups: GroupRow[]; next: string | null }> {
  const found = await db.group.findMany({
    where: { projectId, ...(after === undefined ? {} : { name: { gt: after } }) },
    select: {
      id: true,
      name: true,
      description: true,
      members: { select: { userId: true }, orderBy: { id: "asc" }, take: named },
      _count: { select: { members: true } },
    },
    orderBy: { name: "asc" },
    take: limit + 1,
  });
  const { rows: page, next } = toPage(found, limit, ({ name }) => name);
  const [roles, names] = await Promise.all([
    db.grant.findMany({
      where: {
        projectId,
        subjectKind: "group",
        subjectId: { in: page.map(({ id }) => String(id)) },
        scopeKind: "project",
        effect: "allow",
      },
      select: { subjectId: true, role: true },
    }),
    namesOf(
      db,
      page.flatMap(({ members }) => members.map(({ userId }) => userId)),
    ),
  ]);
  const roleOf = new Map(roles.map(({ subjectId, role }) => [subjectId, role as Role]));
  const groups = page.map(({ id, name, description, members, _count }) => ({
    id,
    name,
    description: description ?? "",
    role: roleOf.get(String(id)) ?? null,
    size: _count.members,
    people: members.map(({ userId }) => ({ id: userId, name: names.get(userId) ?? "somebody" })),
  }));
  return { groups, next };
}
