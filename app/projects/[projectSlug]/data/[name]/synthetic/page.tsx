import type { Metadata } from "next";
import { SyntheticPage } from "@/components/datasets/synthetic-page";
import { loadSynthetic } from "@/lib/datasets/loaders";
import { datasetSearch } from "@/lib/datasets/schema";

export const metadata: Metadata = { title: "Synthetic rows" };

type Search = Record<string, string | string[] | undefined>;
type Props = { params: Promise<{ projectSlug: string; name: string }>; searchParams: Promise<Search> };

export default async function SyntheticRowsPage({ params, searchParams }: Props) {
  const { projectSlug, name } = await params;
  const { version } = datasetSearch.parse(await searchParams);
  const loaded = await loadSynthetic(projectSlug, decodeURIComponent(name), version);
  return <SyntheticPage slug={projectSlug} {...loaded} />;
}
