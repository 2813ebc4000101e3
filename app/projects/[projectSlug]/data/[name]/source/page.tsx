import type { Metadata } from "next";
import { SourcePage } from "@/components/sources/source-page";
import { listSearch } from "@/lib/page";
import { loadSource } from "@/lib/sources/loaders";

export const metadata: Metadata = { title: "Source" };

type Search = Record<string, string | string[] | undefined>;
type Props = { params: Promise<{ projectSlug: string; name: string }>; searchParams: Promise<Search> };

export default async function DatasetSourcePage({ params, searchParams }: Props) {
  const { projectSlug, name } = await params;
  const dataset = decodeURIComponent(name);
  const loaded = await loadSource(projectSlug, dataset, listSearch.parse(await searchParams));
  return <SourcePage slug={projectSlug} dataset={dataset} {...loaded} />;
}
