import type { Metadata } from "next";
import { ReportPage } from "@/components/datasets/report-page";
import { targetIn } from "@/lib/datasets/dictionary";
import { loadVersion } from "@/lib/datasets/loaders";
import { reportSearch } from "@/lib/datasets/schema";

export const metadata: Metadata = { title: "Quality report" };

type Search = Record<string, string | string[] | undefined>;
type Props = { params: Promise<{ projectSlug: string; name: string }>; searchParams: Promise<Search> };

export default async function DatasetReportPage({ params, searchParams }: Props) {
  const { projectSlug, name } = await params;
  const search = reportSearch.parse(await searchParams);
  const loaded = await loadVersion(projectSlug, decodeURIComponent(name), search.version, { limit: 1 });
  const { dataset, number, rows, columns, dictionary } = loaded.version;
  const target = search.target ?? targetIn(dictionary, columns);
  const shown = { dataset: dataset.name, version: number, rows, columns: columns.length, target };
  return <ReportPage slug={projectSlug} search={search} {...shown} />;
}
