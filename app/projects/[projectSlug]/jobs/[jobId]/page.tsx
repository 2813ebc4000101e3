import type { Metadata } from "next";
import { JobPage } from "@/components/jobs/job-page";
import { loadJob } from "@/lib/jobs/loaders";

export const metadata: Metadata = { title: "Job" };

export default async function OneJobPage({ params }: PageProps<"/projects/[projectSlug]/jobs/[jobId]">) {
  const { projectSlug, jobId } = await params;
  return <JobPage slug={projectSlug} {...await loadJob(projectSlug, jobId)} />;
}
