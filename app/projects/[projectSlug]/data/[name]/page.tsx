import type { Metadata } from "next";
import { DatasetPage } from "@/components/datasets/dataset-page";
import { loadLineage, loadVersion } from "@/lib/datasets/loaders";
import { datasetSearch } from "@/lib/datasets/schema";
import { listSearch } from "@/lib/page";
import { loadSource } from "@/lib/sources/loaders";

type Props = PageProps<"/projects/[projectSlug]/data/[name]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function DatasetVersionPage({ params, searchParams }: Props) {
  const { projectSlug, name } = await params;
  const asked = await searchParams;
  const search = datasetSearch.parse(asked);
  const page = listSearch.parse(asked);
  const of = [projectSlug, decodeURIComponent(name), search.version] as const;
  const loaded = await loadVersion(...of, page);
  const source = await loadSource(of[0], of[1], { limit: 1 });
  const lineage = search.view === "lineage" ? await loadLineage(...of, search.of, page) : null;
  return <DatasetPage slug={projectSlug} search={search} {...loaded} lineage={lineage} source={source} />;
}
