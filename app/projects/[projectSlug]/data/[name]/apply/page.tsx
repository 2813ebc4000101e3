import type { Metadata } from "next";
import { ApplyPage } from "@/components/datasets/apply-page";
import { loadApply } from "@/lib/datasets/loaders";
import { applySearch } from "@/lib/datasets/schema";

export const metadata: Metadata = { title: "Apply a recipe" };

type Search = Record<string, string | string[] | undefined>;
type Props = { params: Promise<{ projectSlug: string; name: string }>; searchParams: Promise<Search> };

export default async function ApplyRecipePage({ params, searchParams }: Props) {
  const { projectSlug, name } = await params;
  const { version, to, at, columns } = applySearch.parse(await searchParams);
  const asked = { version, to, at, columns };
  const loaded = await loadApply(projectSlug, decodeURIComponent(name), asked);
  return <ApplyPage slug={projectSlug} columns={columns} {...loaded} />;
}
