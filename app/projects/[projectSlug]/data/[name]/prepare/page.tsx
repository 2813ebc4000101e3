import type { Metadata } from "next";
import { Prepare } from "@/components/datasets/prepare";
import { loadVersion } from "@/lib/datasets/loaders";
import { prepareSearch } from "@/lib/datasets/schema";

export const metadata: Metadata = { title: "Prepare" };

type Props = PageProps<"/projects/[projectSlug]/data/[name]/prepare">;

export default async function PreparePage({ params, searchParams }: Props) {
  const { projectSlug, name } = await params;
  const { version, steps } = prepareSearch.parse(await searchParams);
  const loaded = await loadVersion(projectSlug, decodeURIComponent(name), version, { limit: 1 });
  const { dataset, number, columns, rows } = loaded.version;
  const shown = { dataset: dataset.name, version: number, columns, rows, mayWrite: loaded.mayWrite };
  return <Prepare slug={projectSlug} first={steps} {...shown} />;
}
