import { RefreshCw } from "lucide-react";
import Link from "next/link";
import { Ago } from "@/components/ui/ago";
import type { LoadedSource } from "@/lib/sources/loaders";
import { RefreshButton } from "./refresh-button";
import { sentencesOf } from "./refresh-list";

type Props = { slug: string; dataset: string; here: string; loaded: LoadedSource };

/** Where a dataset comes from and what the last refresh found; nothing for one without a source. */
export function SourceStrip({ slug, dataset, here, loaded }: Props) {
  const { source, refreshes, open, mayWrite } = loaded;
  const [last] = refreshes.rows;
  if (!source) return null;
  return (
    <aside className="source-strip" aria-label="Source">
      <RefreshCw className="i i-14" aria-hidden="true" />
      <span className="clip">
        From <span className="medium">{source.label}</span>, {source.place}
      </span>
      {last ? (
        <span className={`clip grow ${last.outcome === "failed" ? "bad" : "t2"}`}>
          <Ago at={last.at} />: {sentencesOf(last)[0]}
        </span>
      ) : null}
      <Link className="s12" href={`${here}/source`}>
        Source
      </Link>
      {mayWrite ? <RefreshButton slug={slug} dataset={dataset} open={open} small /> : null}
    </aside>
  );
}
