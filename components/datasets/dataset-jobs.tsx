import Link from "next/link";
import { JobProgress } from "@/components/jobs/job-progress";
import type { Place } from "@/lib/jobs/place";
import type { JobRow } from "@/lib/jobs/queries";

export type OpenDatasetJobs = { jobs: JobRow[]; places: ReadonlyMap<string, Place>; mayCancel: boolean };

/** Imports and recipes that wait or run: how far each is, with Stop. */
export function DatasetJobs({ slug, jobs, places, mayCancel }: OpenDatasetJobs & { slug: string }) {
  if (jobs.length === 0) return null;
  return (
    <section className="sec" aria-labelledby="h-dataset-jobs">
      <div className="sec-head">
        <h2 id="h-dataset-jobs">Under way</h2>
      </div>
      <ul className="grid gap-3">
        {jobs.map((job) => (
          <li key={job.id} className="grid gap-1">
            <Link className="name" href={`/projects/${slug}/jobs/${job.id}`}>
              {job.title}
            </Link>
            <JobProgress slug={slug} job={job} place={places.get(job.id) ?? null} mayCancel={mayCancel} />
          </li>
        ))}
      </ul>
    </section>
  );
}
