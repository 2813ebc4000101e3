import Link from "next/link";
import { sourceKinds } from "@/lib/sources/kinds";

/** Kinds of sources that a dataset can come from and be refreshed. */
export function SourceOffers({ slug }: { slug: string }) {
  return (
    <section className="sec" aria-labelledby="h-sources">
      <div className="sec-head">
        <h2 id="h-sources">From a source</h2>
      </div>
      {Object.values(sourceKinds).map(({ name, label, about }) => (
        <div key={name} className="offer">
          <div>
            <span className="medium">{label}</span>
            <p className="t3 s12">{about}</p>
          </div>
          <Link className="btn" href={`/projects/${slug}/sources/new?kind=${name}`}>
            Connect<span className="sr"> {label}</span>
          </Link>
        </div>
      ))}
    </section>
  );
}
