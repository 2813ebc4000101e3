import { integer } from "@/lib/format";
import type { ColumnProfile } from "@/lib/datasets/profile";
import { barsPath } from "./bars-path";

const width = 104;
const height = 20;

/** A column at a glance: bars for numbers and dates, shares for few values, words for one. */
export function Distribution({ column }: { column: ColumnProfile }) {
  const { name, histogram, top, distinct, type } = column;
  if (distinct <= 1)
    return <span className="t3">{top?.[0] ? `one value: ${top[0].value}` : "one value"}</span>;
  if (type === "boolean" && top) return <Shares values={top} />;
  if (histogram) return <Bars name={name} {...histogram} />;
  if (top?.length === 0) return <span className="t3">masked: no value in five rows</span>;
  return (
    <span className="t2 clip top-values">
      {(top ?? [])
        .slice(0, 3)
        .map(({ value, count }) => `${value} ${integer(count)}`)
        .join(" · ")}
    </span>
  );
}

function Bars({
  name,
  counts,
  classCounts,
}: {
  name: string;
  counts: number[];
  classCounts: number[] | null;
}) {
  const path = (values: number[]) => barsPath(values, { width, height, most: Math.max(...counts, 1) });
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`Distribution of ${name}`}
    >
      <path d={path(counts)} fill="var(--chart-muted)" opacity="0.75" />
      {classCounts ? <path d={path(classCounts)} fill="var(--chart-2)" /> : null}
    </svg>
  );
}

function Shares({ values }: { values: { value: string; count: number }[] }) {
  const total = values.reduce((sum, { count }) => sum + count, 0) || 1;
  const first = (values[0]!.count / total) * (width - 1);
  return (
    <span className="row">
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={values.map(({ value, count }) => `${integer(count)} ${value}`).join(", ")}
      >
        <rect y="5" width={first} height="10" fill="var(--chart-2)" />
        <rect
          x={first + 1}
          y="5"
          width={Math.max(0, width - 1 - first)}
          height="10"
          fill="var(--chart-muted)"
          opacity="0.75"
        />
      </svg>
    </span>
  );
}
