import { readerOf } from "@/lib/datasets/reader";
import { readableDatasets } from "@/lib/auth/access-filter";
import { may, mayOn } from "@/lib/auth/member";
import { pageLoader } from "@/lib/http/page-loader";
import type { PageQuery } from "@/lib/page";
import { findDatasetId, findSource, listRefreshes, listUnfetched, openRefresh } from "./queries";

/** Who makes a new source may write datasets. */
export const loadNewSource = pageLoader(
  { permission: "dataset:write", resources: "filtered" },
  async ({ member }) => ({ mayWrite: may(member, "dataset:write") }),
);

/** Sources whose dataset has no rows yet. */
export const loadUnfetched = pageLoader(
  { permission: "dataset:read", resources: "filtered" },
  ({ member, db }) => listUnfetched(db, member.project.id, readableDatasets(member)),
);

/** The source of a dataset, what its refreshes found, and the one that is under way. */
export const loadSource = pageLoader(
  { permission: "dataset:read", resources: (name: string) => [{ kind: "dataset", name }] },
  async ({ member, db }, name: string, page: PageQuery) => {
    const projectId = member.project.id;
    const id = await findDatasetId(db, projectId, name);
    const [source, refreshes, open] = await Promise.all([
      findSource(db, projectId, name),
      listRefreshes(db, readerOf(member), name, page),
      openRefresh(db, projectId, id),
    ]);
    const mayWrite = mayOn(member, "dataset:write", "dataset", id);
    return { source, refreshes: { ...refreshes, after: page.after }, open: open?.id ?? null, mayWrite };
  },
);
export type LoadedSource = Awaited<ReturnType<typeof loadSource>>;
