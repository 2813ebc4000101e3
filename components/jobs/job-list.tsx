import Link from "next/link";
import { Ago } from "@/components/ui/ago";
import { Empty } from "@/components/ui/empty";
import { PageHeader } from "@/components/ui/page-header";
import { StatusMark } from "@/components/ui/status-mark";
import { TableHead } from "@/components/ui/table-head";
import { duration, integer } from "@/lib/format";
import type { JobRow } from "@/lib/jobs/queries";
import { CancelButton } from "./cancel-button";

type Props = { slug: string; jobs: JobRow[]; mayCancel: boolean };

export function JobList({ slug, jobs, mayCancel }: Props) {
  const open = jobs.filter(({ status }) => status === "RUNNING" || status === "QUEUED").length;
  return (
    <>
      <PageHeader
        title="Jobs"
        meta={
          <span className="num">{open > 0 ? `${integer(open)} running or waiting` : "nothing running"}</span>
        }
      />
      {jobs.length === 0 ? (
        <Empty
          title="No jobs yet"
          actions={
            <Link className="btn primary" href={`/projects/${slug}/train`}>
              Train a model
            </Link>
          }
        >
          A job is work for a worker, such as training. It goes on when you close the page.
        </Empty>
      ) : (
        <div className="body">
          <section className="sec">
            <table className="t">
              <caption className="sr">Jobs</caption>
              <TableHead
                heads={[
                  "Job",
                  "Progress",
                  { label: "Duration", right: true, wide: true },
                  { label: "Attempts", right: true, wide: true },
                  { label: "Queued", right: true, wide: true },
                  { label: "Actions", spoken: true },
                ]}
              />
              <tbody>
                {jobs.map((job) => (
                  <tr key={job.id}>
                    <td>
                      <span className="row">
                        <StatusMark status={job.status} />
                        <Link className="name" href={`/projects/${slug}/jobs/${job.id}`}>
                          {job.title}
                        </Link>
                      </span>
                    </td>
                    <td className="t2">{progressOf(job)}</td>
                    <td className="r t2 wide">
                      {job.startedAt && job.endedAt
                        ? duration(job.endedAt.getTime() - job.startedAt.getTime())
                        : "–"}
                    </td>
                    <td className="r t2 wide">{job.attempts}</td>
                    <td className="r t2 wide">
                      <Ago at={job.createdAt} />
                    </td>
                    <td className="r">
                      {mayCancel && (job.status === "RUNNING" || job.status === "QUEUED") ? (
                        <CancelButton slug={slug} job={job} />
                      ) : null}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </div>
      )}
    </>
  );
}

/** A job's progress in words. */
export function progressOf({ status, done, total, message, error, cancelRequestedAt }: JobRow): string {
  if (status === "RUNNING")
    return cancelRequestedAt
      ? "Stopping"
      : total > 0
        ? `${message}: ${integer(done)} of ${integer(total)}`
        : message;
  if (status === "FAILED") return error ?? "Failed";
  return status === "QUEUED"
    ? message || "Waiting for a worker"
    : status === "KILLED"
      ? "Stopped"
      : "Finished";
}
