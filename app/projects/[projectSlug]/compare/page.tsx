import type { Metadata } from "next";
import { Comparison } from "@/components/runs/comparison";
import { loadComparison } from "@/lib/runs/loaders";
import { compareSearch } from "@/lib/runs/schema";

export const metadata: Metadata = { title: "Compare" };

export default async function ComparePage({
  params,
  searchParams,
}: PageProps<"/projects/[projectSlug]/compare">) {
  const { projectSlug } = await params;
  const search = compareSearch.parse(await searchParams);
  const runs = search.runs.split(",").filter(Boolean);
  return (
    <Comparison
      slug={projectSlug}
      search={search}
      compared={await loadComparison(projectSlug, { runs, from: search.from })}
    />
  );
}
