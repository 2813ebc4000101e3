import { FileText } from "lucide-react";
import Link from "next/link";
import { Fragment } from "react";
import { counted, integer } from "@/lib/format";
import type { MadeOf, Version, VersionRow } from "@/lib/datasets/queries";
import { sentenceOf } from "@/lib/datasets/recipe";

type Props = { root: string; version: Version; path: VersionRow[]; derived: MadeOf[]; runs: number };

/** Where this version comes from and what came of it, from left to right. */
export function LineageStrip({ root, version, path, derived, runs }: Props) {
  const [first] = path;
  const earlier = (first?.number ?? 1) - 1;
  return (
    <nav className="lineage" aria-label="Versions and lineage">
      {first && earlier > 0 ? (
        <Link className="ln" href={`${root}/data/${encodeURIComponent(version.dataset.name)}?view=versions`}>
          <span>{counted(earlier, "earlier version")}</span>
          <small>from v1 on</small>
        </Link>
      ) : first ? (
        <span className="ln">
          <span>
            <FileText className="i i-12" aria-hidden="true" />
            {first.source}
          </span>
          <small>{(first.sourceHash ?? first.sha256).slice(0, 8)}</small>
        </span>
      ) : null}
      {path.map((row) => (
        <Step
          key={row.id}
          root={root}
          name={version.dataset.name}
          row={row}
          current={row.number === version.number}
        />
      ))}
      {derived.map(({ name, number, rows, columns }) => (
        <Fragment key={`${name} ${number}`}>
          <div className="ln-edge">
            <span>made into</span>
          </div>
          <Link className="ln" href={`${root}/data/${encodeURIComponent(name)}?version=${number}`}>
            <span className="clip">
              {name} v{number}
            </span>
            <small>
              {integer(rows)} × {columns}
            </small>
          </Link>
        </Fragment>
      ))}
      {runs > 0 ? (
        <>
          <div className="ln-edge">
            <span>used by</span>
          </div>
          <Link className="ln" href={`${root}/experiments`}>
            <span>{counted(runs, "run")}</span>
            <small>trained on v{version.number}</small>
          </Link>
        </>
      ) : null}
    </nav>
  );
}

function Step({
  root,
  name,
  row,
  current,
}: {
  root: string;
  name: string;
  row: VersionRow;
  current: boolean;
}) {
  const how = row.recipe
    ? row.recipe.length === 1
      ? sentenceOf(row.recipe[0]!)
      : `${row.recipe.length} steps`
    : row.origin;
  return (
    <>
      <div className="ln-edge" title={row.recipe?.map(sentenceOf).join("; ")}>
        <span className="clip">{how.length > 18 ? `${how.slice(0, 17)}…` : how}</span>
      </div>
      <Link
        className="ln"
        href={`${root}/data/${encodeURIComponent(name)}?version=${row.number}`}
        aria-current={current ? "true" : undefined}
      >
        <span>v{row.number}</span>
        <small>
          {integer(row.rows)} × {row.columns.length}
        </small>
      </Link>
    </>
  );
}
