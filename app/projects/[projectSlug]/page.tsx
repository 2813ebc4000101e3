import type { Metadata } from "next";
import { Overview } from "@/components/projects/overview";
import { loadOverview } from "@/lib/projects/loaders";
import { loadModels } from "@/lib/registry/loaders";
import { loadRecentRuns } from "@/lib/runs/loaders";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage({ params }: PageProps<"/projects/[projectSlug]">) {
  const { projectSlug } = await params;
  const [overview, recent, { models }] = await Promise.all([loadOverview(projectSlug), loadRecentRuns(projectSlug), loadModels(projectSlug)]);
  return <Overview slug={projectSlug} {...overview} recent={recent} models={models} />;
}
