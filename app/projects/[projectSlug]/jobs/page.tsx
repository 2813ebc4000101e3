import type { Metadata } from "next";
import { JobList } from "@/components/jobs/job-list";
import { loadJobs } from "@/lib/jobs/loaders";

export const metadata: Metadata = { title: "Jobs" };

export default async function JobsPage({ params }: PageProps<"/projects/[projectSlug]/jobs">) {
  const { projectSlug } = await params;
  return <JobList slug={projectSlug} {...await loadJobs(projectSlug)} />;
}
