import Link from "next/link";
import { Ago } from "@/components/ui/ago";
import { PageHeader } from "@/components/ui/page-header";
import { StatusMark } from "@/components/ui/status-mark";
import { duration } from "@/lib/format";
import type { JobRow } from "@/lib/jobs/queries";
import type { TransferReport as Report } from "@/lib/jobs/kinds/transfer";
import type { LogWindow } from "@/lib/jobs/log";
import { JobProgress } from "./job-progress";
import { LogView } from "./log-view";
import { TransferReport } from "./transfer-report";

type Props = {
  slug: string;
  job: JobRow;
  run: { uid: string; name: string } | null;
  log: LogWindow;
  mayCancel: boolean;
};

export function JobPage({ slug, job, run, log, mayCancel }: Props) {
  const report = job.report ? (JSON.parse(job.report) as Report) : null;
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Jobs", href: `/projects/${slug}/jobs` }]}
        title={job.title}
        meta={
          <>
            <StatusMark status={job.status} label />
            <span>
              queued <Ago at={job.createdAt} />
            </span>
          </>
        }
        actions={
          run ? (
            <Link className="btn" href={`/projects/${slug}/runs/${run.uid}`}>
              Open the run
            </Link>
          ) : null
        }
      />
      <div className="body two">
        <div className="stack">
          <JobProgress slug={slug} job={job} mayCancel={mayCancel} />
          {report ? <TransferReport report={report} /> : null}
          <section className="sec" aria-labelledby="h-log">
            <div className="sec-head">
              <h2 id="h-log">Log</h2>
            </div>
            <LogView key={log.attempt} slug={slug} job={job} first={log} />
          </section>
        </div>
        <dl className="dl">
          <dt>Worker</dt>
          <dd>{job.worker ?? "–"}</dd>
          <dt>Attempts</dt>
          <dd>{job.attempts}</dd>
          <dt>Duration</dt>
          <dd>
            {job.startedAt && job.endedAt ? duration(job.endedAt.getTime() - job.startedAt.getTime()) : "–"}
          </dd>
        </dl>
      </div>
    </>
  );
}
