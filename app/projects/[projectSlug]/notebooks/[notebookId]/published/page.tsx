import type { Metadata } from "next";
import { PublishedPage } from "@/components/notebooks/published-page";
import { loadPublished } from "@/lib/notebooks/loaders";

export const metadata: Metadata = { title: "Published notebook" };
export default async function PublishedNotebookPage({
  params,
}: PageProps<"/projects/[projectSlug]/notebooks/[notebookId]/published">) {
  const { projectSlug, notebookId } = await params;
  const notebook = await loadPublished(projectSlug, notebookId);
  return <PublishedPage key={`${notebookId}@${notebook.revision}`} slug={projectSlug} {...notebook} />;
}
