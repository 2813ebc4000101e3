import type { Metadata } from "next";
import { JobList } from "@/components/jobs/job-list";
import { loadJobs } from "@/lib/jobs/loaders";
import { jobsSearch } from "@/lib/jobs/schema";

export const metadata: Metadata = { title: "Jobs" };

export default async function JobsPage({ params, searchParams }: PageProps<"/projects/[projectSlug]/jobs">) {
  const { projectSlug } = await params;
  const search = jobsSearch.parse(await searchParams);
  return <JobList slug={projectSlug} search={search} {...await loadJobs(projectSlug, search)} />;
}
