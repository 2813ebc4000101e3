import type { Metadata } from "next";
import { ModelList } from "@/components/registry/model-list";
import { listSearch } from "@/lib/page";
import { loadModels } from "@/lib/registry/loaders";

export const metadata: Metadata = { title: "Models" };

export default async function ModelsPage({
  params,
  searchParams,
}: PageProps<"/projects/[projectSlug]/models">) {
  const { projectSlug } = await params;
  return (
    <ModelList slug={projectSlug} {...await loadModels(projectSlug, listSearch.parse(await searchParams))} />
  );
}
