import type { Db } from "@/lib/db/client";
import { dateText } from "@/lib/db/date-text";
import { directOf } from "@/lib/db/direct";
import { coalesce } from "@/lib/db/coalesce";
import { administratorGrant, decide } from "./decide";
import { grantOfRow, ownGrants, type GrantRow } from "./grants";
import { mayWithin, type Member } from "./member";
import type { Permission } from "./permissions";
import { projectChain } from "./access-filter";
import { hashOfSecret } from "./secrets";
import { notedIfThereIsRoom, noteUse } from "./last-used";

type Row = {
  tokenId: string;
  stale: number;
  userId: string;
  name: string;
  email: string;
  isAdmin: number | string;
  projectId: string;
  slug: string;
  projectName: string;
  bound: string | null;
} & (GrantRow | { scopeKind: null });

const statement = `
  SELECT t."id" AS "tokenId", t."projectId" AS "bound",
         CASE WHEN t."lastUsedAt" IS NULL THEN 2 WHEN t."lastUsedAt" < $4 THEN 1 ELSE 0 END AS "stale",
         u."id" AS "userId", u."name", u."email", CASE WHEN u."isAdmin" THEN 1 ELSE 0 END AS "isAdmin",
         p."id" AS "projectId", p."slug", p."name" AS "projectName", g."subjectKind",
         (SELECT s."name" FROM "Group" s
          WHERE g."subjectKind" = 'group' AND CAST(s."id" AS TEXT) = g."subjectId") AS "groupName",
         g."scopeKind", g."scopeId", g."effect", g."role", g."mlflowPermission"
  FROM "ApiToken" t JOIN "User" u ON u."id" = t."userId" JOIN "Project" p ON p."slug" = $2
  LEFT JOIN "grants" g ON g."projectId" = p."id" AND ${ownGrants("g", `u."id"`)}
  WHERE t."hash" = $1 AND u."disabledAt" IS NULL AND t."revokedAt" IS NULL
    AND (t."expiresAt" IS NULL OR t."expiresAt" > $3)`;

type Wanted = { secret: string; projectSlug: string; now: Date };

const rowsOf = coalesce(
  ({ secret, projectSlug }: Wanted) => `${secret} ${projectSlug}`,
  (db: Db, { secret, projectSlug, now }: Wanted) =>
    directOf(db).all<Row>(statement, [
      hashOfSecret(secret),
      projectSlug,
      dateText(now),
      dateText(new Date(now.getTime() - 60_000)),
    ]),
  { oneAtATime: true },
);

/**
 * Who a token's bearer is in a project, in one statement: clients that log send thousands of requests a
 * second, and rights are read anew for each turn of the event loop. Null where anything is amiss; the
 * longer way says what.
 */
export async function memberOfToken(
  db: Db,
  { permission, from, ...wanted }: Wanted & { permission: Permission; from: string },
): Promise<Member | null> {
  const rows = await rowsOf(db, wanted);
  const [row] = rows;
  if (!row || (row.bound !== null && row.bound !== row.projectId)) return null;
  const isAdmin = Number(row.isAdmin) === 1;
  const own = rows.flatMap((entry) => (entry.scopeKind === null ? [] : grantOfRow(entry, row.name)));
  const grants = isAdmin ? [administratorGrant, ...own] : own;
  const project = { id: row.projectId, slug: row.slug, name: row.projectName };
  const decision = decide(grants, permission, projectChain(project.id));
  if (!decision.allowed && !mayWithin({ project, grants }, permission)) return null;
  const actor = { id: row.userId, name: row.name, via: "token" as const, viaId: row.tokenId, from };
  if (row.stale)
    await notedIfThereIsRoom(
      noteUse(db, actor, { token: row.tokenId, projectId: project.id, now: wanted.now }),
    );
  return {
    person: { id: row.userId, name: row.name, email: row.email, isAdmin, onlyProjectId: row.bound, actor },
    actor,
    project,
    role: decision.role ?? "VIEWER",
    grants,
  };
}
