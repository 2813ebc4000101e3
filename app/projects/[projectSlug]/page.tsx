import type { Metadata } from "next";
import { Overview } from "@/components/projects/overview";
import { loadPrepared } from "@/lib/datasets/loaders";
import { loadOverview } from "@/lib/projects/loaders";
import { loadProduction } from "@/lib/registry/loaders";
import { loadRecentRuns } from "@/lib/runs/loaders";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage({ params }: PageProps<"/projects/[projectSlug]">) {
  const { projectSlug } = await params;
  const [overview, prepared, recent, production] = await Promise.all([
    loadOverview(projectSlug),
    loadPrepared(projectSlug),
    loadRecentRuns(projectSlug),
    loadProduction(projectSlug),
  ]);
  return <Overview slug={projectSlug} {...overview} {...{ prepared, recent, production }} />;
}
