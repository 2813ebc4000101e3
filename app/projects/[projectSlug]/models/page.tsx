import type { Metadata } from "next";
import { ModelList } from "@/components/registry/model-list";
import { loadModels } from "@/lib/registry/loaders";

export const metadata: Metadata = { title: "Models" };

export default async function ModelsPage({ params }: PageProps<"/projects/[projectSlug]/models">) {
  const { projectSlug } = await params;
  return <ModelList slug={projectSlug} {...await loadModels(projectSlug)} />;
}
