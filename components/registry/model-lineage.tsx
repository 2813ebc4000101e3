import { Box, FileText, FlaskConical, Table2 } from "lucide-react";
import Link from "next/link";
import { integer } from "@/lib/format";
import type { VersionView } from "@/lib/registry/loaders";

type Props = {
  root: string;
  model: string;
  chosen: VersionView;
  source: { number: number; source: string; rows: number; dataset: { name: string } } | null;
};

/** From the file to the model, one step a line. */
export function ModelLineage({ root, model, chosen, source }: Props) {
  return (
    <section className="sec" aria-labelledby="h-lineage">
      <div className="sec-head">
        <h2 id="h-lineage">Lineage of v{chosen.number}</h2>
      </div>
      <ul className="people">
        {source ? (
          <>
            <li>
              <FileText className="i t3" aria-hidden="true" />
              <span className="clip">{source.source}</span>
              <span className="role">source</span>
            </li>
            <li>
              <Table2 className="i t3" aria-hidden="true" />
              <Link
                className="name"
                href={`${root}/data/${encodeURIComponent(source.dataset.name)}?version=${source.number}`}
              >
                {source.dataset.name} v{source.number}
              </Link>
              <span className="role num">{integer(source.rows)} rows</span>
            </li>
          </>
        ) : null}
        {chosen.run ? (
          <li>
            <FlaskConical className="i t3" aria-hidden="true" />
            <Link className="name" href={`${root}/runs/${chosen.run.uid}`}>
              {chosen.run.name}
            </Link>
            <span className="role">run</span>
          </li>
        ) : null}
        <li>
          <Box className="i" aria-hidden="true" />
          <span className="medium">
            {model} v{chosen.number}
          </span>
          <span className="role">{chosen.stage}</span>
        </li>
      </ul>
    </section>
  );
}
