import Link from "next/link";
import { Ago } from "@/components/ui/ago";
import { Empty } from "@/components/ui/empty";
import { PageHeader } from "@/components/ui/page-header";
import { StatusMark } from "@/components/ui/status-mark";
import { TableHead } from "@/components/ui/table-head";
import { counted, duration, integer } from "@/lib/format";
import { canBeRetried } from "@/lib/jobs/kinds";
import { madeVersionIn } from "@/lib/jobs/made-version";
import type { Place } from "@/lib/jobs/place";
import type { JobGroup, JobRow, OpenJobs } from "@/lib/jobs/queries";
import type { JobsSearch } from "@/lib/jobs/schema";
import { CancelButton } from "./cancel-button";
import { CancelGroupButton } from "./cancel-group-button";
import { filterChoices } from "./filter-choices";
import { versionAddress } from "./job-end";
import { JobFilters } from "./job-filters";
import { JobWords } from "./job-words";
import { jobsAddress } from "./jobs-address";
import { RetryButton } from "./retry-button";

type Props = {
  slug: string;
  search: JobsSearch;
  jobs: JobRow[];
  next: string | null;
  places: ReadonlyMap<string, Place>;
  people: readonly { id: string; name: string }[];
  group: JobGroup | null;
  open: OpenJobs;
  mayCancel: boolean;
  mayStart: boolean;
};

/** Jobs of a project, newest first, a page at a time. */
export function JobList(props: Props) {
  const { slug, search, jobs, next, places, people, group, open, mayCancel, mayStart } = props;
  const filtered = Object.values(search).some(Boolean);
  return (
    <>
      <PageHeader
        {...(group ? { crumbs: [{ label: "Jobs", href: `/projects/${slug}/jobs` }] } : {})}
        title={group ? group.name : "Jobs"}
        meta={<span className="num">{openWords(group ?? open, group !== null)}</span>}
        actions={group && mayCancel ? <CancelGroupButton slug={slug} group={group} /> : null}
      />
      {jobs.length === 0 && !filtered ? <NoJobs slug={slug} /> : null}
      {jobs.length > 0 || filtered ? (
        <div className="body">
          <section className="sec">
            <JobFilters slug={slug} search={search} choices={filterChoices(people)} />
            {jobs.length > 0 ? (
              <table className="t">
                <caption className="sr">Jobs</caption>
                <TableHead
                  heads={[
                    "Job",
                    "Progress",
                    { label: "By", wide: true },
                    { label: "Duration", right: true, wide: true },
                    { label: "Attempts", right: true, wide: true },
                    { label: "Queued", right: true, wide: true },
                    { label: "Actions", spoken: true },
                  ]}
                />
                <tbody>
                  {jobs.map((job) => (
                    <JobLine
                      key={job.id}
                      slug={slug}
                      job={job}
                      place={places.get(job.id) ?? null}
                      sweep={search.group === undefined}
                      mayCancel={mayCancel}
                      mayStart={mayStart}
                    />
                  ))}
                </tbody>
              </table>
            ) : (
              <p className="t3">No results</p>
            )}
            <nav className="row gap-3" aria-label="Pages">
              {search.after ? (
                <Link className="btn" href={jobsAddress(slug, { ...search, after: undefined })}>
                  Newest
                </Link>
              ) : null}
              {next ? (
                <Link className="btn" href={jobsAddress(slug, { ...search, after: next })}>
                  Older
                </Link>
              ) : null}
            </nav>
          </section>
        </div>
      ) : null}
    </>
  );
}

type LineProps = Pick<Props, "slug" | "mayCancel" | "mayStart"> & {
  job: JobRow;
  place: Place | null;
  sweep: boolean;
};

function JobLine({ slug, job, place, sweep, mayCancel, mayStart }: LineProps) {
  const made = madeVersionIn(job.report);
  const isOpen = job.status === "RUNNING" || job.status === "QUEUED";
  return (
    <tr>
      <td>
        <span className="row">
          <StatusMark status={job.status} />
          <Link className="name" href={`/projects/${slug}/jobs/${job.id}`}>
            {job.title}
          </Link>
          {sweep && job.groupId ? (
            <Link className="chip mini" href={`/projects/${slug}/jobs?group=${job.groupId}`}>
              sweep
            </Link>
          ) : null}
        </span>
      </td>
      <td className="t2 num wrap">
        {made ? (
          <Link href={versionAddress(slug, made)}>
            {made.dataset} v{made.version}, {counted(made.rows, "row")}
          </Link>
        ) : (
          <JobWords job={job} place={place} />
        )}
      </td>
      <td className="t2 wide">{job.by}</td>
      <td className="r t2 wide">
        {job.startedAt && job.endedAt ? duration(job.endedAt.getTime() - job.startedAt.getTime()) : "–"}
      </td>
      <td className="r t2 wide">{job.attempts}</td>
      <td className="r t2 wide">
        <Ago at={job.createdAt} />
      </td>
      <td className="r">
        {mayCancel && isOpen ? <CancelButton slug={slug} job={job} /> : null}
        {mayStart && canBeRetried(job) ? <RetryButton slug={slug} job={job} /> : null}
      </td>
    </tr>
  );
}

function NoJobs({ slug }: { slug: string }) {
  return (
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
  );
}

function openWords({ running, waiting, ended }: OpenJobs, withEnded: boolean): string {
  const parts = [
    running > 0 ? `${integer(running)} running` : null,
    waiting > 0 ? `${integer(waiting)} waiting` : null,
    withEnded && ended > 0 ? `${integer(ended)} ended` : null,
  ].filter((part) => part !== null);
  return parts.join(", ") || "nothing running";
}
