import { readableDatasets, readableNotebooks } from "@/lib/auth/access-filter";
import { may, mayOn } from "@/lib/auth/member";
import { namesOf } from "@/lib/auth/users";
import { listDatasets } from "@/lib/datasets/queries";
import { AppError } from "@/lib/errors";
import { pageLoader } from "@/lib/http/page-loader";
import type { PageQuery } from "@/lib/page";
import { documentChanges } from "./document-changes";
import { countNotebookRuns, listNotebookRuns, shownRun } from "./runs/queries";
import { inputsInCells } from "./runs/inputs-in-cells";
import {
  countRevisions,
  findFile,
  findNotebook,
  findPublishing,
  hasOutputs,
  listNotebooks,
  listRevisions,
} from "./queries";

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
    const names = await namesOf(
      db,
      notebooks.rows.map(({ createdBy }) => createdBy),
    );
    return {
      ...notebooks,
      after: page.after,
      rows: notebooks.rows.map((notebook) => ({
        ...notebook,
        by: names.get(notebook.createdBy) ?? "somebody",
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
    return {
      id: notebook.id,
      revision: notebook.revision,
      shown: revision ?? notebook.revision,
      document,
      // What came in from a file runs once somebody asks for it or has worked on it
      still:
        notebook.revision === 1 && (await findFile(db, member.project.id, notebook.id))
          ? ("imported" as const)
          : ("no" as const),
      mayWrite:
        mayOn(member, "notebook:write", "notebook", notebook.id) &&
        (revision === undefined || revision === notebook.revision),
      published: await findPublishing(db, member.project.id, id),
      maySave: may(member, "dataset:write"),
      hasOutputs: await hasOutputs(db, member.project.id, notebook.id),
      mayRun: mayOn(member, "notebook:run", "notebook", notebook.id),
    };
  },
);

/** A published notebook, at the revision that its readers see. */
export const loadPublished = pageLoader(
  { permission: "notebook:read", resources: (id: string) => [{ kind: "notebook", id }] },
  async ({ member, db }, id: string) => {
    const published = await findPublishing(db, member.project.id, id);
    if (!published) throw new AppError("NOT_FOUND", "This notebook is not published.");
    const { revision: fixed, by, at, code } = published;
    const { document, revision } = await findNotebook(db, member.project.id, id, fixed ?? undefined);
    const names = await namesOf(db, by === null ? [] : [by]);
    return {
      ...{ id, document, at, hasCode: code, isFixed: fixed !== null, revision: fixed ?? revision },
      by: names.get(by ?? "") ?? "somebody",
      mayRun: mayOn(member, "notebook:run", "notebook", id),
    };
  },
);

/** The revisions of a notebook, and what changed in one of them since the one before. */
export const loadRevisions = pageLoader(
  { permission: "notebook:read", resources: (id: string) => [{ kind: "notebook", id }] },
  async ({ member, db }, id: string, asked: number | undefined, page: PageQuery) => {
    const newest = await findNotebook(db, member.project.id, id);
    const number = asked ?? newest.revision;
    const shown = number === newest.revision ? newest : await findNotebook(db, member.project.id, id, number);
    const [earlier] = (await listRevisions(db, id, { after: String(number), limit: 1 })).rows;
    const before = earlier ? (await findNotebook(db, member.project.id, id, earlier.number)).document : null;
    const { rows, next } = await listRevisions(db, id, page);
    const names = await namesOf(
      db,
      rows.map(({ savedBy }) => savedBy),
    );
    return {
      id,
      title: newest.title,
      newest: newest.revision,
      shown: { number, before: earlier?.number ?? null, document: shown.document },
      changes: documentChanges(before ?? { ...shown.document, cells: [] }, shown.document),
      rows: rows.map(({ number, savedAt, savedBy }) => ({
        number,
        savedAt,
        by: names.get(savedBy) ?? "somebody",
      })),
      after: page.after,
      next,
      total: await countRevisions(db, id),
      mayWrite: mayOn(member, "notebook:write", "notebook", id),
    };
  },
);

/** The runs of a notebook without a page, and one of them with what its cells showed: the newest unasked. */
export const loadNotebookRuns = pageLoader(
  { permission: "notebook:read", resources: (id: string) => [{ kind: "notebook", id }] },
  async ({ member, db }, id: string, asked: number | undefined, page: PageQuery) => {
    const projectId = member.project.id;
    const { title, document } = await findNotebook(db, projectId, id);
    const { rows, next } = await listNotebookRuns(db, projectId, id, page);
    const number = asked ?? rows[0]?.number;
    const place = { projectId, id };
    return {
      id,
      title,
      rows,
      after: page.after,
      next,
      total: await countNotebookRuns(db, projectId, id),
      inputs: inputsInCells(document.cells),
      mayRun: mayOn(member, "notebook:run", "notebook", id),
      shown: number === undefined ? null : await shownRun(db, member, place, number),
    };
  },
);
