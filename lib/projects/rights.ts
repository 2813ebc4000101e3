import { accessFilterOf, projectChain, toTextIdFilter } from "@/lib/auth/access-filter";
import { decide } from "@/lib/auth/decide";
import type { Member } from "@/lib/auth/member";
import { scopedKinds } from "@/lib/auth/resources";
import type { Tx } from "@/lib/db/client";
import { toPage } from "@/lib/page";

/** A grant that is more than somebody's role in the project, in words. */
export type ResourcePermission = { id: number; who: string; people: string | null; on: string; may: string };

/** Who reads the list: it holds what they manage. */
type Manager = Pick<Member, "project" | "grants">;

const mayDo: Record<string, string> = { VIEWER: "read", EDITOR: "edit", MAINTAINER: "manage", OWNER: "own" };

/** Conditions on grants that somebody manages: all of a project's, or those on resources that they manage. */
function managedScopes(member: Manager): object[] {
  if (decide(member.grants, "member:manage", projectChain(member.project.id)).allowed) return [];
  const managed = scopedKinds.map((scopeKind) => ({
    scopeKind,
    scopeId: toTextIdFilter(accessFilterOf(member, "member:manage", scopeKind)),
  }));
  return [{ OR: managed }];
}

/**
 * A page of the grants on single resources, and of what groups hold, in the order in which they were given;
 * `after` is the last id of the page before.
 */
export async function listResourcePermissions(
  db: Tx,
  projectId: string,
  { after = 0, limit, managedBy }: { after?: number | undefined; limit: number; managedBy: Manager },
): Promise<{ grants: ResourcePermission[]; next: number | null }> {
  const where = {
    projectId,
    id: { gt: after },
    OR: [{ subjectKind: "group" }, { scopeKind: { not: "project" } }],
    NOT: { effect: "deny", role: { not: "VIEWER" } },
    AND: managedScopes(managedBy),
  };
  const found = await db.grant.findMany({ where, orderBy: { id: "asc" }, take: limit + 1 });
  const { rows, next } = toPage(found, limit, ({ id }) => id);
  const of = (kind: "subjectKind" | "scopeKind", value: string, id: "subjectId" | "scopeId") =>
    rows.filter((row) => row[kind] === value).map((row) => row[id]);
  const [users, groups, experiments, models, datasets, notebooks] = await Promise.all([
    db.user.findMany({
      where: { id: { in: of("subjectKind", "person", "subjectId") } },
      select: { id: true, name: true },
    }),
    db.group.findMany({
      where: { id: { in: of("subjectKind", "group", "subjectId").map(Number) } },
      select: { id: true, name: true, _count: { select: { members: true } } },
    }),
    db.experiment.findMany({
      where: { projectId, id: { in: of("scopeKind", "experiment", "scopeId").map(Number) } },
      select: { id: true, name: true },
    }),
    db.registeredModel.findMany({
      where: { projectId, id: { in: of("scopeKind", "model", "scopeId") } },
      select: { id: true, name: true },
    }),
    db.dataset.findMany({
      where: { projectId, id: { in: of("scopeKind", "dataset", "scopeId") } },
      select: { id: true, name: true },
    }),
    db.notebook.findMany({
      where: { projectId, id: { in: of("scopeKind", "notebook", "scopeId") } },
      select: { id: true, title: true },
    }),
  ]);
  const names = new Map<string, string>([
    ...users.map(({ id, name }) => [`person ${id}`, name] as const),
    ...groups.map(({ id, name }) => [`group ${id}`, name] as const),
    ...experiments.map(({ id, name }) => [`experiment ${id}`, `experiment ${name}`] as const),
    ...models.map(({ id, name }) => [`model ${id}`, `model ${name}`] as const),
    ...datasets.map(({ id, name }) => [`dataset ${id}`, `dataset ${name}`] as const),
    ...notebooks.map(({ id, title }) => [`notebook ${id}`, `notebook ${title}`] as const),
  ]);
  const wide: Record<string, string> = {
    project: "the project",
    experiments: "all experiments",
    models: "all models",
    datasets: "all datasets",
    notebooks: "all notebooks",
  };
  const grants = rows.flatMap(({ id, subjectKind, subjectId, scopeKind, scopeId, effect, role }) => {
    const [who, on] = [
      names.get(`${subjectKind} ${subjectId}`),
      wide[scopeKind] ?? names.get(`${scopeKind} ${scopeId}`),
    ];
    const size = groups.find((group) => subjectKind === "group" && String(group.id) === subjectId)?._count
      .members;
    return who && on
      ? [
          {
            id,
            who,
            people: size === undefined ? null : `group of ${size}`,
            on,
            may: effect === "deny" ? "see nothing" : mayDo[role]!,
          },
        ]
      : [];
  });
  return { grants, next };
}
