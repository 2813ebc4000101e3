import type { Metadata } from "next";
import { DatasetList } from "@/components/datasets/dataset-list";
import { loadDatasets } from "@/lib/datasets/loaders";

export const metadata: Metadata = { title: "Data" };

export default async function DataPage({ params }: PageProps<"/projects/[projectSlug]/data">) {
  const { projectSlug } = await params;
  return <DatasetList slug={projectSlug} {...await loadDatasets(projectSlug)} />;
}
