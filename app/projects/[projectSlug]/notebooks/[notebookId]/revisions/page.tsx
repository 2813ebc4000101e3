import type { Metadata } from "next";
import { RevisionsPage } from "@/components/notebooks/revisions-page";
import { loadRevisions } from "@/lib/notebooks/loaders";
import { notebookSearch } from "@/lib/notebooks/schema";
import { listSearch } from "@/lib/page";

export const metadata: Metadata = { title: "Revisions" };
export default async function NotebookRevisionsPage({
  params,
  searchParams,
}: PageProps<"/projects/[projectSlug]/notebooks/[notebookId]/revisions">) {
  const { projectSlug, notebookId } = await params;
  const asked = await searchParams;
  const { revision } = notebookSearch.parse(asked);
  const revisions = await loadRevisions(projectSlug, notebookId, revision, listSearch.parse(asked));
  return <RevisionsPage slug={projectSlug} {...revisions} />;
}
