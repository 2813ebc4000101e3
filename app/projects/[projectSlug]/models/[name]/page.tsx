import type { Metadata } from "next";
import { ModelPage } from "@/components/registry/model-page";
import { listSearch } from "@/lib/page";
import { loadModel } from "@/lib/registry/loaders";
import { modelSearch } from "@/lib/registry/schema";

type Props = PageProps<"/projects/[projectSlug]/models/[name]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function OneModelPage({ params, searchParams }: Props) {
  const { projectSlug, name } = await params;
  const asked = await searchParams;
  const { version, view } = modelSearch.parse(asked);
  const page = listSearch.parse(asked);
  return (
    <ModelPage
      slug={projectSlug}
      view={view}
      {...await loadModel(projectSlug, decodeURIComponent(name), version, page)}
    />
  );
}
