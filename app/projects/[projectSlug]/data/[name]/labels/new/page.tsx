import type { Metadata } from "next";
import { NewTask } from "@/components/labelling/new-task";
import { loadNewTask } from "@/lib/labelling/loaders";
import { newTaskSearch } from "@/lib/labelling/schema";

export const metadata: Metadata = { title: "New labelling task" };

type Search = Record<string, string | string[] | undefined>;
type Props = { params: Promise<{ projectSlug: string; name: string }>; searchParams: Promise<Search> };

export default async function NewTaskPage({ params, searchParams }: Props) {
  const { projectSlug, name } = await params;
  const dataset = decodeURIComponent(name);
  const { version } = newTaskSearch.parse(await searchParams);
  const loaded = await loadNewTask(projectSlug, dataset, version);
  return <NewTask slug={projectSlug} dataset={dataset} {...loaded} />;
}
