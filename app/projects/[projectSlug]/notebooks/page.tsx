import type { Metadata } from "next";
import { NotebookList } from "@/components/notebooks/notebook-list";
import { loadNotebooks } from "@/lib/notebooks/loaders";

export const metadata: Metadata = { title: "Notebooks" };

export default async function NotebooksPage({ params }: PageProps<"/projects/[projectSlug]/notebooks">) {
  const { projectSlug } = await params;
  return <NotebookList slug={projectSlug} {...await loadNotebooks(projectSlug)} />;
}
