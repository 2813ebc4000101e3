import type { Metadata } from "next";
import { ColumnPage } from "@/components/datasets/column-page";
import { loadVersion } from "@/lib/datasets/loaders";
import { columnSearch } from "@/lib/datasets/schema";

export const metadata: Metadata = { title: "Column" };

type Search = Record<string, string | string[] | undefined>;
type Props = { params: Promise<{ projectSlug: string; name: string }>; searchParams: Promise<Search> };

export default async function DatasetColumnPage({ params, searchParams }: Props) {
  const { projectSlug, name } = await params;
  const search = columnSearch.parse(await searchParams);
  const loaded = await loadVersion(projectSlug, decodeURIComponent(name), search.version, { limit: 1 });
  const { dataset, number, columns, dictionary } = loaded.version;
  const shown = { dataset: dataset.name, version: number, columns, dictionary };
  return <ColumnPage slug={projectSlug} search={search} {...shown} />;
}
