import { readableDatasets, readableNotebooks } from "@/lib/auth/access-filter";
import { may, mayOn } from "@/lib/auth/member";
import { listDatasets } from "@/lib/datasets/queries";
import { pageLoader } from "@/lib/http/page-loader";
import type { PageQuery } from "@/lib/page";
import { findNotebook, listNotebooks, listRevisions } from "./queries";

/** How many datasets an empty list of notebooks offers to explore. */
const offered = 3;

/** The notebooks of a project that the member may read, and datasets to begin one from. */
export const loadNotebooks = pageLoader(
  { permission: "notebook:read", resources: "filtered" },
  async ({ member, db }, page: PageQuery) => {
    const [notebooks, datasets] = await Promise.all([
      listNotebooks(db, member.project.id, readableNotebooks(member), page),
      listDatasets(db, member.project.id, readableDatasets(member), { limit: offered }),
    ]);
    const people = await db.user.findMany({
      where: { id: { in: notebooks.rows.map(({ createdBy }) => createdBy) } },
      select: { id: true, name: true },
    });
    return {
      ...notebooks,
      after: page.after,
      rows: notebooks.rows.map((notebook) => ({
        ...notebook,
        by: people.find(({ id }) => id === notebook.createdBy)?.name ?? "somebody",
      })),
      datasets: datasets.rows.map(({ name }) => name),
      mayWrite: may(member, "notebook:write"),
    };
  },
);

/** A notebook as it is, or as it was at a revision. */
export const loadNotebook = pageLoader(
  { permission: "notebook:read", resources: (id: string) => [{ kind: "notebook", id }] },
  async ({ member, db }, id: string, revision: number | undefined) => {
    const { document, ...notebook } = await findNotebook(db, member.project.id, id, revision);
    const before = { after: String(revision ?? notebook.revision), limit: 1 };
    return {
      id: notebook.id,
      revision: notebook.revision,
      shown: revision ?? notebook.revision,
      document,
      before: (await listRevisions(db, id, before)).rows[0]?.number ?? null,
      mayWrite:
        mayOn(member, "notebook:write", "notebook", notebook.id) &&
        (revision === undefined || revision === notebook.revision),
      maySave: may(member, "dataset:write"),
    };
  },
);
