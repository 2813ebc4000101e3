"use client";

import { useState } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { Skeleton } from "@/components/ui/skeleton";
import { TableHead } from "@/components/ui/table-head";
import { useAnswer } from "@/components/ui/use-answer";
import type { ColumnDrift } from "@/lib/datasets/comparison";
import { fixed, integer, significant } from "@/lib/format";
import { barsPath } from "./bars-path";
import { TypeIcon } from "./type-icon";

const shownAtFirst = 25;
const width = 144;
const height = 24;
type Pair = { before: number; after: number };

/** How columns are distributed in both versions, the furthest apart first. */
export function CompareColumns({ api, pair }: { api: string; pair: Pair }) {
  const [all, setAll] = useState(false);
  const { value, error } = useAnswer<{ columns: ColumnDrift[] }>(api);
  const columns = value?.columns.toSorted((a, b) => (b.stability ?? -1) - (a.stability ?? -1));
  const shown = all ? columns : columns?.slice(0, shownAtFirst);
  return (
    <section className="sec scroll" aria-labelledby="h-drift" tabIndex={0}>
      <div className="sec-head">
        <h2 id="h-drift">Distributions</h2>
        <span className="row s12">
          <span className="key key-all">
            <i />
            <span>v{pair.before}</span>
          </span>
          <span className="key key-after">
            <i />
            <span>v{pair.after}</span>
          </span>
        </span>
      </div>
      <ErrorNote message={error} />
      {!shown && !error ? <Skeleton rows={8} columns={5} /> : null}
      {shown ? (
        <table className="t">
          <caption className="sr">Distributions in both versions</caption>
          <TableHead
            heads={[
              "Column",
              "Distribution",
              { label: "PSI", right: true },
              { label: "KS distance", right: true },
              { label: "Missing", right: true, wide: true },
              { label: "Distinct", right: true, wide: true },
              { label: "Mean", right: true, wide: true },
            ]}
          />
          <tbody>
            {shown.map((column) => (
              <DriftRow key={column.name} column={column} />
            ))}
          </tbody>
        </table>
      ) : null}
      {columns && shown ? (
        <p className="t-foot">
          <span className="grow num">
            {integer(shown.length)} of {integer(columns.length)} columns that can be compared. PSI: tenths of
            v{pair.before}, missing cells apart; below 0.1 little has changed, above 0.25 much.
          </span>
          {columns.length > shownAtFirst ? (
            <button type="button" className="btn-link" onClick={() => setAll(!all)}>
              {all ? "Show fewer" : "Show all"}
            </button>
          ) : null}
        </p>
      ) : null}
    </section>
  );
}

function DriftRow({ column }: { column: ColumnDrift }) {
  const { name, type, missing, distinct, mean, stability, distance } = column;
  const isDate = type === "date";
  const meanText = (value: number | null) =>
    value === null ? "–" : isDate ? new Date(value).toISOString().slice(0, 10) : significant(value, 4);
  return (
    <tr>
      <td>
        <span className="colname">
          <TypeIcon type={type} />
          <span title={name}>{name}</span>
        </span>
      </td>
      <td>
        <Bars column={column} />
      </td>
      <td className={`r${(stability ?? 0) > 0.25 ? " medium" : ""}`}>{fixed(stability, 3)}</td>
      <td className="r">{fixed(distance, 3)}</td>
      <Change before={integer(missing.before)} after={integer(missing.after)} />
      <Change before={integer(distinct.before)} after={integer(distinct.after)} />
      {mean ? (
        <Change before={meanText(mean.before)} after={meanText(mean.after)} />
      ) : (
        <td className="r wide t3">–</td>
      )}
    </tr>
  );
}

function Change({ before, after }: { before: string; after: string }) {
  return (
    <td className="r wide">
      {before === after ? (
        after
      ) : (
        <>
          <span className="was">{before} → </span>
          {after}
        </>
      )}
    </td>
  );
}

/** Shares, so that versions of unlike size can be told apart by form: before as an area, after as a line. */
function Bars({ column: { name, counts, bins } }: { column: ColumnDrift }) {
  const shares = [counts.before, counts.after].map((side) => {
    const total = side.reduce((sum, count) => sum + count, 0) || 1;
    return side.map((count) => count / total);
  }) as [number[], number[]];
  const most = Math.max(...shares[0], ...shares[1], 1e-9);
  const step = width / Math.max(1, shares[1].length);
  const line = shares[1]
    .map((share, i) => {
      const y = (height - (share / most) * (height - 2)).toFixed(1);
      return `${i === 0 ? "M" : "L"}${(i * step).toFixed(1)} ${y}H${((i + 1) * step).toFixed(1)}`;
    })
    .join("");
  const values = "values" in bins ? `: ${bins.values.slice(0, 3).join(", ")}` : "";
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`Distribution of ${name}${values}`}
    >
      <path d={barsPath(shares[0], { width, height, most })} fill="var(--chart-muted)" opacity="0.6" />
      <path d={line} fill="none" stroke="var(--chart-1)" strokeWidth="1.5" />
    </svg>
  );
}
