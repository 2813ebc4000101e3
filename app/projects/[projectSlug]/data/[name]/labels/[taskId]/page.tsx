import type { Metadata } from "next";
import { TaskPage } from "@/components/labelling/task-page";
import { loadTask } from "@/lib/labelling/loaders";
import { taskSearch } from "@/lib/labelling/schema";
import { listSearch } from "@/lib/page";

export const metadata: Metadata = { title: "Labelling task" };

type Search = Record<string, string | string[] | undefined>;
type Named = { projectSlug: string; name: string; taskId: string };
type Props = { params: Promise<Named>; searchParams: Promise<Search> };

export default async function LabelTaskPage({ params, searchParams }: Props) {
  const { projectSlug, name, taskId } = await params;
  const asked = await searchParams;
  const { state } = taskSearch.parse(asked);
  const of = [projectSlug, decodeURIComponent(name), taskId] as const;
  const loaded = await loadTask(...of, state, listSearch.parse(asked));
  return <TaskPage slug={projectSlug} state={state} {...loaded} />;
}
