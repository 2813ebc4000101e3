import { readableDatasets } from "@/lib/auth/access-filter";
import { may, mayOn } from "@/lib/auth/member";
import { pageLoader } from "@/lib/http/page-loader";
import { edgesOf } from "@/lib/projects/lineage";
import { findVersion, listDatasets, listVersions } from "./queries";

/** The datasets of a project that the member may read. */
export const loadDatasets = pageLoader(
  { permission: "dataset:read", resources: "filtered" },
  async ({ member, db }) => ({
    datasets: await listDatasets(db, member.project.id, readableDatasets(member)),
    mayWrite: may(member, "dataset:write"),
  }),
);

/** One version of a dataset, with its siblings and what was made of it. */
export const loadVersion = pageLoader(
  { permission: "dataset:read", resources: (name: string) => [{ kind: "dataset", name }] },
  async ({ member, db }, name: string, number: number | undefined) => {
    const version = await findVersion(db, member.project.id, name, number);
    const [versions, edges] = await Promise.all([
      listVersions(db, member.project.id, version.dataset.id),
      edgesOf(db, member.project.id, { kind: "dataset", id: version.id }),
    ]);
    const runs = edges.uses.filter(({ toKind }) => toKind === "run").length;
    return {
      version,
      versions,
      runs,
      mayWrite: mayOn(member, "dataset:write", "dataset", version.dataset.id),
      mayTrain: may(member, "job:start"),
      mayNote: may(member, "notebook:write"),
    };
  },
);
