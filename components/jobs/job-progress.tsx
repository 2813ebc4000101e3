import { StatusMark } from "@/components/ui/status-mark";
import type { JobRow } from "@/lib/jobs/queries";
import { CancelButton } from "./cancel-button";
import { progressOf } from "./job-list";

/** How far a job is, with a way to stop it for whoever may. */
export function JobProgress({ slug, job, mayCancel }: { slug: string; job: JobRow; mayCancel: boolean }) {
  const open = job.status === "RUNNING" || job.status === "QUEUED";
  return (
    <section className="sec grid gap-2" aria-label="Progress">
      <div className="row">
        <StatusMark status={job.status} />
        <span className={`grow num${job.status === "FAILED" ? " bad" : ""}`} role="status">
          {progressOf(job)}
        </span>
        {open && mayCancel ? <CancelButton slug={slug} job={job} /> : null}
      </div>
      {job.status === "RUNNING" && job.total > 0 ? (
        <span
          className="bar"
          role="progressbar"
          aria-label="Progress"
          aria-valuenow={job.done}
          aria-valuemin={0}
          aria-valuemax={job.total}
        >
          <i style={{ width: `${(job.done / job.total) * 100}%` }} />
        </span>
      ) : null}
    </section>
  );
}
