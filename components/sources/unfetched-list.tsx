import Link from "next/link";
import type { Source } from "@/lib/sources/queries";

/** Sources of datasets without rows: their first refresh waits, runs or has failed. */
export function UnfetchedList({ slug, sources }: { slug: string; sources: Source[] }) {
  if (sources.length === 0) return null;
  return (
    <section className="sec" aria-labelledby="h-unfetched">
      <div className="sec-head">
        <h2 id="h-unfetched">Not fetched yet</h2>
      </div>
      <ul className="grid gap-2">
        {sources.map(({ id, dataset, label, place }) => (
          <li key={id} className="row">
            <Link className="name" href={`/projects/${slug}/data/${encodeURIComponent(dataset)}/source`}>
              {dataset}
            </Link>
            <span className="t3 s12 clip">
              {label}: {place}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
