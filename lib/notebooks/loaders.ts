import { may } from "@/lib/auth/member";
import { listDatasets } from "@/lib/datasets/queries";
import { pageLoader } from "@/lib/http/page-loader";
import { findNotebook, listNotebooks, listRevisions } from "./queries";

export const loadNotebooks = pageLoader("notebook:read", async ({ member, db }) => {
  const [notebooks, datasets] = await Promise.all([
    listNotebooks(db, member.project.id),
    listDatasets(db, member.project.id),
  ]);
  const people = await db.user.findMany({
    where: { id: { in: notebooks.map(({ createdBy }) => createdBy) } },
    select: { id: true, name: true },
  });
  return {
    notebooks: notebooks.map((notebook) => ({
      ...notebook,
      by: people.find(({ id }) => id === notebook.createdBy)?.name ?? "somebody",
    })),
    datasets: datasets.map(({ name }) => name),
    mayWrite: may(member, "notebook:write"),
  };
});

export const loadNotebook = pageLoader(
  "notebook:read",
  async ({ member, db }, id: string, revision: number | undefined) => {
    const { document, ...notebook } = await findNotebook(db, member.project.id, id, revision);
    return {
      id: notebook.id,
      revision: notebook.revision,
      shown: revision ?? notebook.revision,
      document,
      revisions: await listRevisions(db, id),
      mayWrite: may(member, "notebook:write") && (revision === undefined || revision === notebook.revision),
    };
  },
);
