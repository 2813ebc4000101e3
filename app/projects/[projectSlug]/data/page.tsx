import type { Metadata } from "next";
import { DatasetList } from "@/components/datasets/dataset-list";
import { loadDatasets } from "@/lib/datasets/loaders";
import { loadDatasetJobs } from "@/lib/jobs/loaders";
import { listSearch } from "@/lib/page";
import { loadUnfetched } from "@/lib/sources/loaders";

export const metadata: Metadata = { title: "Data" };

export default async function DataPage({ params, searchParams }: PageProps<"/projects/[projectSlug]/data">) {
  const { projectSlug } = await params;
  const page = listSearch.parse(await searchParams);
  const [datasets, underWay, unfetched] = await Promise.all([
    loadDatasets(projectSlug, page),
    loadDatasetJobs(projectSlug),
    loadUnfetched(projectSlug),
  ]);
  return <DatasetList slug={projectSlug} {...datasets} underWay={underWay} unfetched={unfetched} />;
}
