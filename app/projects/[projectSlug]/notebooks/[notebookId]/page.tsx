import type { Metadata } from "next";
import * as z from "zod";
import { NotebookPage } from "@/components/notebooks/notebook-page";
import { loadNotebook } from "@/lib/notebooks/loaders";

export const metadata: Metadata = { title: "Notebook" };
const search = z.object({ revision: z.coerce.number().int().min(1).optional().catch(undefined) });

export default async function OneNotebookPage({
  params,
  searchParams,
}: PageProps<"/projects/[projectSlug]/notebooks/[notebookId]">) {
  const { projectSlug, notebookId } = await params;
  const { revision } = search.parse(await searchParams);
  const notebook = await loadNotebook(projectSlug, notebookId, revision);
  return <NotebookPage key={`${notebook.id}@${revision ?? "newest"}`} slug={projectSlug} {...notebook} />;
}
