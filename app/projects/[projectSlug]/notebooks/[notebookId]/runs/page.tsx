import type { Metadata } from "next";
import { NotebookRunsPage } from "@/components/notebooks/runs/runs-page";
import { loadNotebookRuns } from "@/lib/notebooks/loaders";
import { notebookRunsSearch } from "@/lib/notebooks/runs/schema";
import { listSearch } from "@/lib/page";

export const metadata: Metadata = { title: "Notebook runs" };
export default async function RunsOfNotebookPage({
  params,
  searchParams,
}: PageProps<"/projects/[projectSlug]/notebooks/[notebookId]/runs">) {
  const { projectSlug, notebookId } = await params;
  const asked = await searchParams;
  const { run } = notebookRunsSearch.parse(asked);
  const runs = await loadNotebookRuns(projectSlug, notebookId, run, listSearch.parse(asked));
  return <NotebookRunsPage slug={projectSlug} {...runs} />;
}
