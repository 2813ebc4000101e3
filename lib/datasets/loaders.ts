import { readableDatasets } from "@/lib/auth/access-filter";
import { may, mayOn } from "@/lib/auth/member";
import { pageLoader } from "@/lib/http/page-loader";
import { countUses } from "@/lib/projects/lineage";
import type { PageQuery } from "@/lib/page";
import { findVersion, listDatasets, listVersions, madeOf, newestPrepared } from "./queries";

/** The datasets of a project that the member may read. */
export const loadDatasets = pageLoader(
  { permission: "dataset:read", resources: "filtered" },
  async ({ member, db }, page: PageQuery) => ({
    ...(await listDatasets(db, member.project.id, readableDatasets(member), page)),
    after: page.after,
    mayWrite: may(member, "dataset:write"),
  }),
);

/** The newest prepared version, for the overview. */
export const loadPrepared = pageLoader(
  { permission: "dataset:read", resources: "filtered" },
  ({ member, db }) => newestPrepared(db, member.project.id, readableDatasets(member)),
);

/** How many versions the strip of a version's lineage shows at most. */
const versionsInStrip = 6;
/** The same for versions of other datasets that were made of it. */
const derivedInStrip = 3;

/** One version of a dataset, with its siblings and what was made of it. */
export const loadVersion = pageLoader(
  { permission: "dataset:read", resources: (name: string) => [{ kind: "dataset", name }] },
  async ({ member, db }, name: string, number: number | undefined, page: PageQuery) => {
    const version = await findVersion(db, member.project.id, name, number);
    const before = { after: String(version.number + 1), limit: versionsInStrip };
    const node = { kind: "dataset", id: version.id } as const;
    const access = readableDatasets(member);
    const [versions, path, derived, runs] = await Promise.all([
      listVersions(db, member.project.id, version.dataset.id, page),
      listVersions(db, member.project.id, version.dataset.id, before),
      madeOf(db, member.project.id, version, access, derivedInStrip),
      countUses(db, member.project.id, node, "run"),
    ]);
    return {
      version,
      versions: { ...versions, after: page.after },
      path: path.rows.toReversed(),
      derived,
      runs,
      mayWrite: mayOn(member, "dataset:write", "dataset", version.dataset.id),
      mayTrain: may(member, "job:start"),
      mayNote: may(member, "notebook:write"),
    };
  },
);
