import type { Metadata } from "next";
import { ExperimentPage } from "@/components/runs/experiment-page";
import { loadRuns } from "@/lib/runs/loaders";
import { runsSearch } from "@/lib/runs/schema";

type Props = PageProps<"/projects/[projectSlug]/experiments/[name]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function RunsPage({ params, searchParams }: Props) {
  const { projectSlug, name } = await params;
  const experiment = decodeURIComponent(name);
  const search = runsSearch.parse(await searchParams);
  const loaded = await loadRuns(projectSlug, { ...search, experiment });
  return <ExperimentPage slug={projectSlug} name={experiment} search={search} {...loaded} />;
}
