import Link from "next/link";
import { Ago } from "@/components/ui/ago";
import { PageHeader } from "@/components/ui/page-header";
import { StatusMark } from "@/components/ui/status-mark";
import { counted, duration, integer } from "@/lib/format";
import { canBeRetried, isJobKind, jobKinds } from "@/lib/jobs/kinds";
import type { TransferReport as Report } from "@/lib/jobs/kinds/transfer";
import type { LogWindow } from "@/lib/jobs/log";
import { madeVersionIn } from "@/lib/jobs/made-version";
import { notebookRunIn } from "@/lib/jobs/notebook-run";
import type { Place } from "@/lib/jobs/place";
import type { JobDetail, JobGroup } from "@/lib/jobs/queries";
import { AttemptList } from "./attempt-list";
import { CancelGroupButton } from "./cancel-group-button";
import { versionAddress } from "./job-end";
import { JobProgress } from "./job-progress";
import { LogView } from "./log-view";
import { RetryButton } from "./retry-button";
import { TransferReport } from "./transfer-report";

type Props = {
  slug: string;
  job: JobDetail;
  run: { uid: string; name: string } | null;
  group: JobGroup | null;
  place: Place | null;
  ahead: readonly { id: string; title: string }[];
  log: LogWindow;
  mayCancel: boolean;
  mayStart: boolean;
};

/** One job: how far it is, who is ahead of it, its attempts and its log. */
export function JobPage({ slug, job, run, group, place, ahead, log, mayCancel, mayStart }: Props) {
  const report = job.kind === "transfer" && job.report ? (JSON.parse(job.report) as Report) : null;
  const made = madeVersionIn(job.report);
  const ran = notebookRunIn(job.report);
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Jobs", href: `/projects/${slug}/jobs` }]}
        title={job.title}
        meta={
          <>
            <StatusMark status={job.status} label />
            <span>
              by {job.by}, queued <Ago at={job.createdAt} />
            </span>
          </>
        }
        actions={
          <>
            {group && mayCancel ? <CancelGroupButton slug={slug} group={group} /> : null}
            {mayStart && canBeRetried(job) ? <RetryButton slug={slug} job={job} /> : null}
            {made ? (
              <Link className="btn primary" href={versionAddress(slug, made)}>
                Open {made.dataset} v{made.version}
              </Link>
            ) : null}
            {ran ? (
              <Link
                className="btn primary"
                href={`/projects/${slug}/notebooks/${ran.notebook}/runs?run=${ran.number}`}
              >
                Open run {integer(ran.number)}
              </Link>
            ) : null}
            {run ? (
              <Link className="btn" href={`/projects/${slug}/runs/${run.uid}`}>
                Open the run
              </Link>
            ) : null}
          </>
        }
      />
      <div className="body two">
        <div className="stack">
          <JobProgress slug={slug} job={job} place={place} mayCancel={mayCancel} />
          {ahead.length > 0 && place ? <Ahead slug={slug} ahead={ahead} place={place} /> : null}
          {report ? <TransferReport report={report} /> : null}
          <section className="sec" aria-labelledby="h-log">
            <div className="sec-head">
              <h2 id="h-log">Log</h2>
              <span className="t3">standard output and error</span>
            </div>
            <LogView key={log.attempt} slug={slug} job={job} first={log} />
          </section>
        </div>
        <div className="stack">
          <Facts slug={slug} job={job} group={group} />
          <AttemptList tries={job.tries} />
        </div>
      </div>
    </>
  );
}

function Ahead({ slug, ahead, place }: { slug: string; ahead: Props["ahead"]; place: Place }) {
  const more = place.own - ahead.length;
  return (
    <section className="sec" aria-labelledby="h-ahead">
      <div className="sec-head">
        <h2 id="h-ahead">Ahead in this project</h2>
      </div>
      <ol className="grid gap-1">
        {ahead.map(({ id, title }) => (
          <li key={id}>
            <Link href={`/projects/${slug}/jobs/${id}`}>{title}</Link>
          </li>
        ))}
      </ol>
      {more > 0 ? <p className="t3 num">and {counted(more, "more job")}</p> : null}
    </section>
  );
}

function Facts({ slug, job, group }: { slug: string; job: JobDetail; group: JobGroup | null }) {
  const took = job.startedAt && job.endedAt ? job.endedAt.getTime() - job.startedAt.getTime() : null;
  return (
    <dl className="dl">
      <dt>Kind</dt>
      <dd>{isJobKind(job.kind) ? jobKinds[job.kind].label : job.kind}</dd>
      {group ? (
        <>
          <dt>Part of</dt>
          <dd>
            <Link href={`/projects/${slug}/jobs?group=${group.id}`}>{group.name}</Link>
            <span className="t3 num block">
              {integer(group.ended)} of {integer(group.ended + group.running + group.waiting)} ended
            </span>
          </dd>
        </>
      ) : null}
      <dt>Worker</dt>
      <dd>{job.worker ?? "–"}</dd>
      {job.priority !== 0 ? (
        <>
          <dt>Priority</dt>
          <dd className="num">{job.priority}</dd>
        </>
      ) : null}
      <dt>Duration</dt>
      <dd className="num">{took === null ? "–" : duration(took)}</dd>
    </dl>
  );
}
