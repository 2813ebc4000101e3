import type { Metadata } from "next";
import { ComparePage } from "@/components/datasets/compare-page";
import { loadComparison } from "@/lib/datasets/loaders";
import { compareSearch } from "@/lib/datasets/schema";

export const metadata: Metadata = { title: "Compare versions" };

type Search = Record<string, string | string[] | undefined>;
type Props = { params: Promise<{ projectSlug: string; name: string }>; searchParams: Promise<Search> };

export default async function CompareVersionsPage({ params, searchParams }: Props) {
  const { projectSlug, name } = await params;
  const search = compareSearch.parse(await searchParams);
  const dataset = decodeURIComponent(name);
  const loaded = await loadComparison(projectSlug, dataset, search.before, search.after);
  return <ComparePage slug={projectSlug} search={search} {...loaded} />;
}
