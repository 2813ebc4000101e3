import { readableExperiments, toIdFilter } from "@/lib/auth/access-filter";
import { projectIdsOf } from "@/lib/auth/grants";
import type { Person } from "@/lib/auth/identity";
import { requireMember, type Member } from "@/lib/auth/member";
import type { Db } from "@/lib/db/client";
import { personLoader } from "@/lib/http/page-loader";
import { readClientLink, type ClientLink } from "./client-link";

/** Our page for a link of MLflow's clients; where it leads to nothing here, the project, or all of them. */
export const loadClientLink = personLoader(
  "signed-in",
  async ({ person, db }, project: string | undefined, fragment: string): Promise<string> => {
    const { link, workspace } = readClientLink(fragment);
    const slug = project ?? workspace ?? (await projectOf(db, person, link));
    if (!slug) return "/";
    const member = await requireMember(db, person, slug, "project:read", { within: true });
    return `/projects/${member.project.slug}${link ? await pageOf(db, member, link) : ""}`;
  },
);

/** The project that a link to a whole server means: the run's, or the only one that somebody is in. */
async function projectOf(db: Db, person: Person, link: ClientLink | null): Promise<string | null> {
  const ids = await projectIdsOf(db, person.id);
  const uid = link?.kind === "run" ? link.uid : link?.kind === "compare" ? link.uids[0] : undefined;
  const run = uid ? await db.run.findUnique({ where: { uid }, select: { projectId: true } }) : null;
  const mine = run && (person.isAdmin || ids.includes(run.projectId)) ? run.projectId : null;
  const id = mine ?? (ids.length === 1 ? ids[0]! : null);
  return id ? ((await db.project.findUnique({ where: { id }, select: { slug: true } }))?.slug ?? null) : null;
}

async function pageOf(db: Db, member: Member, link: ClientLink): Promise<string> {
  switch (link.kind) {
    case "run":
      return `/runs/${link.uid}`;
    case "compare":
      return `/compare?runs=${link.uids.join(",")}`;
    case "model":
      return (
        `/models/${encodeURIComponent(link.name)}` + (link.version === null ? "" : `?version=${link.version}`)
      );
    case "models":
    case "experiments":
      return `/${link.kind}`;
    case "experiment": {
      const { number } = link;
      const readable = toIdFilter(readableExperiments(member));
      const found = await db.experiment.findFirst({
        where: { projectId: member.project.id, number, id: readable },
        select: { name: true },
      });
      return found ? `/experiments/${encodeURIComponent(found.name)}` : "/experiments";
    }
  }
}
