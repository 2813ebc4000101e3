import * as z from "zod";
import type { Role } from "@/lib/auth/permissions";
import type { Db } from "@/lib/db/client";
import { directOf } from "@/lib/db/direct";
import { parsedOrNull } from "@/lib/json";
import { limits } from "@/lib/limits";
import { noCursor, toPage } from "@/lib/page";

/** Somebody who holds any grant in a project, and by what: a role, groups, single resources. */
export type MemberRow = {
  id: string;
  name: string;
  email: string;
  /** Their own role in the project; null for who is in it by a group or a resource alone. */
  role: Role | null;
  groups: { id: number; name: string }[];
  /** On how many single resources they hold a permission of their own. */
  resources: number;
};
export type MemberPage = { members: MemberRow[]; next: string | null };

const ranks: Record<Role, number> = { OWNER: 0, MAINTAINER: 1, EDITOR: 2, VIEWER: 3 };
const byRank = Object.entries(ranks).map(([role, rank]) => `WHEN '${role}' THEN ${rank}`);

/** `$1` is the project. A role ranks by its strength, none comes last. */
const people = `
  SELECT u."id", u."name", u."email", r."role", CASE r."role" ${byRank.join(" ")} ELSE 4 END AS "rank",
         (SELECT count(DISTINCT s."scopeId") FROM "grants" s
          WHERE s."projectId" = $1 AND s."subjectKind" = 'person' AND s."subjectId" = u."id"
            AND s."scopeKind" <> 'project') AS "resources"
  FROM "User" u
  LEFT JOIN "grants" r ON r."projectId" = $1 AND r."subjectKind" = 'person' AND r."subjectId" = u."id"
    AND r."scopeKind" = 'project' AND r."effect" = 'allow'
  WHERE EXISTS (SELECT 1 FROM "grants" g
                WHERE g."projectId" = $1 AND g."subjectKind" = 'person' AND g."subjectId" = u."id")
     OR EXISTS (SELECT 1 FROM "GroupMember" m JOIN "Group" q ON q."id" = m."groupId"
                WHERE q."projectId" = $1 AND m."userId" = u."id")`;

type Row = Omit<MemberRow, "groups" | "resources"> & { rank: number; resources: number | bigint };

/** A page of a project's people, owners first, then by name; `after` is the cursor of the page before. */
export async function listMembers(
  db: Db,
  projectId: string,
  { after, limit = limits.pageSizeMax }: { after?: string | undefined; limit?: number } = {},
): Promise<MemberPage> {
  const cursor = after ? cursorOf(after) : null;
  const found = await directOf(db).all<Row>(
    `SELECT * FROM (${people}) p ${cursor ? `WHERE (p."rank", p."name", p."id") > ($2, $3, $4)` : ""}
     ORDER BY p."rank", p."name", p."id" LIMIT ${limit + 1}`,
    cursor ? [projectId, cursor.rank, cursor.name, cursor.id] : [projectId],
  );
  const { rows: page, next } = toPage(found, limit, ({ rank, name, id }) =>
    JSON.stringify([Number(rank), name, id]),
  );
  const groups = await groupsOf(
    db,
    projectId,
    page.map(({ id }) => id),
  );
  return {
    members: page.map(({ id, name, email, role, resources }) => ({
      id,
      name,
      email,
      role,
      groups: groups.get(id) ?? [],
      resources: Number(resources),
    })),
    next,
  };
}

/** How many people a project has. */
export async function countMembers(db: Db, projectId: string): Promise<number> {
  const [row] = await directOf(db).all<{ count: number | bigint }>(
    `SELECT count(*) AS "count" FROM (${people}) p`,
    [projectId],
  );
  return Number(row?.count ?? 0);
}

async function groupsOf(
  db: Db,
  projectId: string,
  userIds: string[],
): Promise<Map<string, MemberRow["groups"]>> {
  const memberships = await db.groupMember.findMany({
    where: { userId: { in: userIds }, group: { projectId } },
    select: { userId: true, group: { select: { id: true, name: true } } },
    orderBy: { id: "asc" },
  });
  const found = new Map<string, MemberRow["groups"]>();
  for (const { userId, group } of memberships) found.set(userId, [...(found.get(userId) ?? []), group]);
  return found;
}

/** @throws {AppError} INVALID for what is no cursor of a page before */
function cursorOf(text: string): { rank: number; name: string; id: string } {
  const parsed = z.tuple([z.number().int(), z.string(), z.string()]).safeParse(parsedOrNull(text));
  if (!parsed.success || parsed.data.join().includes("\0")) throw noCursor();
  const [rank, name, id] = parsed.data;
  return { rank, name, id };
}
