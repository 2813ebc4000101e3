import { madeVersionIn } from "@/lib/jobs/made-version";

/** What became of a job that makes a version of a dataset: where the version is, or what went wrong. */
export type JobEnd = { open: string } | { failed: string };

type Ended = { id: string; status: string; error: string | null; report: string | null };

/** Where a job that has ended leads to; null while it goes on. */
export function endOfJob(slug: string, job: Ended | null): JobEnd | null {
  if (!job || job.status === "QUEUED" || job.status === "RUNNING") return null;
  const made = madeVersionIn(job.report);
  if (job.status === "FINISHED" && made) return { open: versionAddress(slug, made) };
  return { failed: job.error ?? "Stopped. No version was made." };
}

/** The page of a version. */
export function versionAddress(
  slug: string,
  { dataset, version }: { dataset: string; version: number },
): string {
  return `/projects/${slug}/data/${encodeURIComponent(dataset)}?version=${version}`;
}
