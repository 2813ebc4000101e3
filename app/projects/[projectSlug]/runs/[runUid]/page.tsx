import type { Metadata } from "next";
import { RunPage } from "@/components/runs/run-page";
import { loadRun } from "@/lib/runs/loaders";

export const metadata: Metadata = { title: "Run" };

export default async function OneRunPage({ params }: PageProps<"/projects/[projectSlug]/runs/[runUid]">) {
  const { projectSlug, runUid } = await params;
  return <RunPage slug={projectSlug} {...await loadRun(projectSlug, runUid)} />;
}
