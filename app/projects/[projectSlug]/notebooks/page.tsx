import type { Metadata } from "next";
import { NotebookList } from "@/components/notebooks/notebook-list";
import { loadNotebooks } from "@/lib/notebooks/loaders";
import { listSearch } from "@/lib/page";

export const metadata: Metadata = { title: "Notebooks" };

export default async function NotebooksPage({
  params,
  searchParams,
}: PageProps<"/projects/[projectSlug]/notebooks">) {
  const { projectSlug } = await params;
  return (
    <NotebookList
      slug={projectSlug}
      {...await loadNotebooks(projectSlug, listSearch.parse(await searchParams))}
    />
  );
}
