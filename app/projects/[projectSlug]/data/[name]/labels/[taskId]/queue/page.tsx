import type { Metadata } from "next";
import { Queue } from "@/components/labelling/queue";
import { loadQueue } from "@/lib/labelling/loaders";

export const metadata: Metadata = { title: "Label rows" };

type Props = { params: Promise<{ projectSlug: string; name: string; taskId: string }> };

export default async function QueuePage({ params }: Props) {
  const { projectSlug, name, taskId } = await params;
  const dataset = decodeURIComponent(name);
  const loaded = await loadQueue(projectSlug, dataset, taskId);
  return <Queue slug={projectSlug} dataset={dataset} {...loaded} />;
}
