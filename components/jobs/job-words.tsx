"use client";

import type { Place } from "@/lib/jobs/place";
import type { JobRow } from "@/lib/jobs/queries";
import { jobStateWords } from "./job-state";
import { useProgress } from "./use-progress";

/** How far a job is, in words that follow it while it runs. */
export function JobWords({ job, place }: { job: JobRow; place: Place | null }) {
  const progress = useProgress(job.id, job.status === "RUNNING");
  return <>{jobStateWords({ ...job, ...progress }, place)}</>;
}
