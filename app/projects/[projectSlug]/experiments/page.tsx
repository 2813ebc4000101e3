import type { Metadata } from "next";
import { ExperimentList } from "@/components/experiments/experiment-list";
import { listSearch } from "@/lib/page";
import { loadExperiments } from "@/lib/runs/loaders";

export const metadata: Metadata = { title: "Experiments" };

export default async function ExperimentsPage({
  params,
  searchParams,
}: PageProps<"/projects/[projectSlug]/experiments">) {
  const { projectSlug } = await params;
  return (
    <ExperimentList
      slug={projectSlug}
      {...await loadExperiments(projectSlug, listSearch.parse(await searchParams))}
    />
  );
}
