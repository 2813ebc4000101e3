import type { Metadata } from "next";
import { DatasetList } from "@/components/datasets/dataset-list";
import { loadDatasets } from "@/lib/datasets/loaders";
import { loadDatasetJobs } from "@/lib/jobs/loaders";

export const metadata: Metadata = { title: "Data" };

export default async function DataPage({ params }: PageProps<"/projects/[projectSlug]/data">) {
  const { projectSlug } = await params;
  const [datasets, underWay] = await Promise.all([loadDatasets(projectSlug), loadDatasetJobs(projectSlug)]);
  return <DatasetList slug={projectSlug} {...datasets} underWay={underWay} />;
}
