import type { Metadata } from "next";
import { NotebookPage } from "@/components/notebooks/notebook-page";
import { loadNotebook } from "@/lib/notebooks/loaders";
import { notebookSearch } from "@/lib/notebooks/schema";

export const metadata: Metadata = { title: "Notebook" };
export default async function OneNotebookPage({
  params,
  searchParams,
}: PageProps<"/projects/[projectSlug]/notebooks/[notebookId]">) {
  const { projectSlug, notebookId } = await params;
  const { revision, run } = notebookSearch.parse(await searchParams);
  const notebook = await loadNotebook(projectSlug, notebookId, revision);
  const key = `${notebook.id}@${revision ?? "newest"}`;
  return (
    <NotebookPage
      key={key}
      slug={projectSlug}
      {...notebook}
      still={run === "no" ? "asked" : notebook.still}
    />
  );
}
