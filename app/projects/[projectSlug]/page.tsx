import type { Metadata } from "next";
import { Overview } from "@/components/projects/overview";
import { loadDatasets } from "@/lib/datasets/loaders";
import { loadOverview } from "@/lib/projects/loaders";
import { loadModels } from "@/lib/registry/loaders";
import { loadRecentRuns } from "@/lib/runs/loaders";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage({ params }: PageProps<"/projects/[projectSlug]">) {
  const { projectSlug } = await params;
  const [overview, { datasets }, recent, { models }] = await Promise.all([
    loadOverview(projectSlug),
    loadDatasets(projectSlug),
    loadRecentRuns(projectSlug),
    loadModels(projectSlug),
  ]);
  return <Overview slug={projectSlug} {...overview} datasets={datasets} recent={recent} models={models} />;
}
