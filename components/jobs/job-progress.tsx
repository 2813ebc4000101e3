"use client";

import { StatusMark } from "@/components/ui/status-mark";
import type { Place } from "@/lib/jobs/place";
import { CancelButton } from "./cancel-button";
import { jobStateWords, type ShownJob } from "./job-state";
import { useProgress } from "./use-progress";

type Props = { slug: string; job: ShownJob; place?: Place | null; mayCancel: boolean };

/** How far a job is, with a way to stop it for whoever may. */
export function JobProgress({ slug, job, place, mayCancel }: Props) {
  const progress = useProgress(job.id, job.status === "RUNNING");
  const { done, total } = progress ?? job;
  const open = job.status === "RUNNING" || job.status === "QUEUED";
  return (
    <section className="sec grid gap-2" aria-label="Progress">
      <div className="row">
        <StatusMark status={job.status} />
        <span className={`grow num${job.status === "FAILED" ? " bad" : ""}`} role="status">
          {jobStateWords({ ...job, ...progress }, place)}
        </span>
        {open && mayCancel ? <CancelButton slug={slug} job={job} /> : null}
      </div>
      {job.status === "RUNNING" && total > 0 ? (
        <span
          className="bar"
          role="progressbar"
          aria-label="Progress"
          aria-valuenow={done}
          aria-valuemin={0}
          aria-valuemax={total}
        >
          <i style={{ width: `${(done / total) * 100}%` }} />
        </span>
      ) : null}
    </section>
  );
}
