import type { FastifyInstance } from "fastify";
import { projectRoute } from "@/lib/http/route";
import { limits } from "@/lib/limits";
import { createNotebook } from "@/lib/notebooks/commands";
import { exportFile } from "@/lib/notebooks/export-file";
import { readNotebookFile } from "@/lib/notebooks/files/read-file";
import { findFile, findNotebook } from "@/lib/notebooks/queries";
import { exportQuery, importQuery, notebookParams } from "@/lib/notebooks/schema";
import { currentDocument } from "@/lib/notebooks/shared-store";
import type { Storage } from "@/lib/storage/storage";
import type { Deps } from "../deps";
import { readBody } from "../read-body";

/** Notebooks come in from files, and leave as files. */
export function notebookFileRoutes(server: FastifyInstance, { db, storage }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/notebooks/import",
      keepAnswer: true,
      permission: "notebook:write",
      summary: "Import a notebook of Jupyter, notebook-kit or marimo, or Python; nothing of it runs",
      query: importQuery,
      rawBody: true,
      resources: () => [],
    },
    async ({ member, query: { name }, request, reply }) => {
      const most = `A file of a notebook may have at most ${limits.notebookFileBytes / 2 ** 20} MB.`;
      const bytes = await readBody(request.raw, limits.notebookFileBytes, `${most} Clear its outputs first.`);
      const { document, notes, format } = readNotebookFile(bytes, name);
      const kept = await storage.put(bytes);
      const notebook = await createNotebook(db, member.actor, {
        projectId: member.project.id,
        document,
        file: { format, name, ...kept },
      });
      void reply.code(201);
      return { ...notebook, format, cells: document.cells.length, notes };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/notebooks/:notebookId/export",
      permission: "notebook:read",
      summary: "A notebook as a file of Jupyter, of notebook-kit, of Python or of Markdown",
      params: notebookParams,
      query: exportQuery,
      resources: ({ params }) => [{ kind: "notebook", id: params.notebookId }],
    },
    async ({ member, params, query: { format, revision }, reply }) => {
      const place = { projectId: member.project.id, id: params.notebookId };
      const found = await findNotebook(db, place.projectId, place.id, revision);
      const document = revision === undefined ? await currentDocument(db, place) : found.document;
      const original = format === "ipynb" ? await originalOf({ db, storage }, place) : null;
      const { name, type, text } = exportFile(document, format, original);
      return reply
        .header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
        .type(type)
        .send(text);
    },
  );
}

/** The Jupyter notebook that a notebook was imported from. */
async function originalOf(
  { db, storage }: { db: Deps["db"]; storage: Storage },
  { projectId, id }: { projectId: string; id: string },
): Promise<string | null> {
  const file = await findFile(db, projectId, id);
  if (file?.format !== "ipynb") return null;
  return new TextDecoder().decode(await storage.read(file.sha256));
}
