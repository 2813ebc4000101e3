import type { Metadata } from "next";
import { Prepare } from "@/components/datasets/prepare";
import { loadVersion } from "@/lib/datasets/loaders";
import { prepareSearch } from "@/lib/datasets/schema";

export const metadata: Metadata = { title: "Prepare" };

export default async function PreparePage({ params, searchParams }: PageProps<"/projects/[projectSlug]/data/[name]/prepare">) {
  const { projectSlug, name } = await params;
  const { version, steps } = prepareSearch.parse(await searchParams);
  const loaded = await loadVersion(projectSlug, decodeURIComponent(name), version);
  return <Prepare slug={projectSlug} dataset={loaded.version.dataset.name} version={loaded.version.number} columns={loaded.version.columns} rows={loaded.version.rows} first={steps} mayWrite={loaded.mayWrite} />;
}
