import type { Tx } from "@/lib/db/client";
import { limits } from "@/lib/limits";

/** A grant that is more than somebody's role in the project, in words. */
export type SpecialRight = { id: number; who: string; people: string | null; on: string; may: string };

const mayDo: Record<string, string> = { VIEWER: "read", EDITOR: "edit", MAINTAINER: "manage", OWNER: "own" };

/** Grants on single experiments and models, and all grants of groups, in the order in which they were given. */
export async function listSpecialRights(db: Tx, projectId: string): Promise<SpecialRight[]> {
  const where = {
    projectId,
    OR: [{ subjectKind: "group" }, { scopeKind: { not: "project" } }],
    NOT: { effect: "deny", role: { not: "VIEWER" } },
  };
  const rows = await db.grant.findMany({ where, orderBy: { id: "asc" }, take: limits.pageSizeMax });
  const of = (kind: "subjectKind" | "scopeKind", value: string, id: "subjectId" | "scopeId") =>
    rows.filter((row) => row[kind] === value).map((row) => row[id]);
  const [users, groups, experiments, models] = await Promise.all([
    db.user.findMany({
      where: { id: { in: of("subjectKind", "person", "subjectId") } },
      select: { id: true, name: true },
    }),
    db.group.findMany({
      where: { id: { in: of("subjectKind", "group", "subjectId").map(Number) } },
      select: { id: true, name: true, members: { select: { userId: true } } },
    }),
    db.experiment.findMany({
      where: { projectId, id: { in: of("scopeKind", "experiment", "scopeId").map(Number) } },
      select: { id: true, name: true },
    }),
    db.registeredModel.findMany({
      where: { projectId, id: { in: of("scopeKind", "model", "scopeId") } },
      select: { id: true, name: true },
    }),
  ]);
  const names = new Map<string, string>([
    ...users.map(({ id, name }) => [`person ${id}`, name] as const),
    ...groups.map(({ id, name }) => [`group ${id}`, name] as const),
    ...experiments.map(({ id, name }) => [`experiment ${id}`, `experiment ${name}`] as const),
    ...models.map(({ id, name }) => [`model ${id}`, `model ${name}`] as const),
  ]);
  const wide: Record<string, string> = {
    project: "the project",
    experiments: "all experiments",
    models: "all models",
  };
  return rows.flatMap(({ id, subjectKind, subjectId, scopeKind, scopeId, effect, role }) => {
    const [who, on] = [
      names.get(`${subjectKind} ${subjectId}`),
      wide[scopeKind] ?? names.get(`${scopeKind} ${scopeId}`),
    ];
    const size = groups.find((group) => subjectKind === "group" && String(group.id) === subjectId)?.members
      .length;
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
}
