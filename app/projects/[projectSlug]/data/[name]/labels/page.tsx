import type { Metadata } from "next";
import { TaskList } from "@/components/labelling/task-list";
import { loadTasks } from "@/lib/labelling/loaders";
import { listSearch } from "@/lib/page";

export const metadata: Metadata = { title: "Labels" };

type Search = Record<string, string | string[] | undefined>;
type Props = { params: Promise<{ projectSlug: string; name: string }>; searchParams: Promise<Search> };

export default async function LabelTasksPage({ params, searchParams }: Props) {
  const { projectSlug, name } = await params;
  const dataset = decodeURIComponent(name);
  const loaded = await loadTasks(projectSlug, dataset, listSearch.parse(await searchParams));
  return <TaskList slug={projectSlug} dataset={dataset} {...loaded} />;
}
