import type { Metadata } from "next";
import { NewSource } from "@/components/sources/new-source";
import { loadNewSource } from "@/lib/sources/loaders";
import { newSourceSearch } from "@/lib/sources/schema";

export const metadata: Metadata = { title: "From a source" };

type Search = Record<string, string | string[] | undefined>;
type Props = { params: Promise<{ projectSlug: string }>; searchParams: Promise<Search> };

export default async function NewSourcePage({ params, searchParams }: Props) {
  const { projectSlug } = await params;
  const { kind } = newSourceSearch.parse(await searchParams);
  return <NewSource slug={projectSlug} kind={kind} {...await loadNewSource(projectSlug)} />;
}
