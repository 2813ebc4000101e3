"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { ErrorNote } from "@/components/ui/error-note";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { useAnswer } from "@/components/ui/use-answer";
import type { ColumnDetail } from "@/lib/datasets/column-detail";
import { entryOf, targetIn, type Dictionary } from "@/lib/datasets/dictionary";
import { columnText } from "@/lib/datasets/formula-tokens";
import type { ColumnSearch } from "@/lib/datasets/schema";
import { exact, fixed, integer, percent, significant } from "@/lib/format";
import type { ColumnSchema } from "@/lib/frame/frame";
import { ColumnTools } from "./column-tools";

const Charts = dynamic(() => import("./column-charts").then(({ ColumnCharts }) => ColumnCharts), {
  ssr: false,
  loading: () => <Skeleton rows={8} columns={1} />,
});
/** Digits of a figure that was worked out. */
const figureDigits = 6;
type Props = {
  slug: string;
  search: ColumnSearch;
  dataset: string;
  version: number;
  columns: ColumnSchema[];
  dictionary: Dictionary;
};

/** Everything about one column: its distribution, figures, outliers, values, and another column beside it. */
export function ColumnPage({ slug, search, dataset, version, columns, dictionary }: Props) {
  const router = useRouter();
  const data = `/projects/${slug}/data`;
  const here = `${data}/${encodeURIComponent(dataset)}`;
  const column = search.column || columns[0]!.name;
  const known = columns.find(({ name }) => name === column);
  const entry = entryOf(dictionary, column);
  const target = search.target ?? targetIn(dictionary, columns) ?? columns.findLast(isBoolean)?.name ?? "";
  const time = search.time ?? dictionary.find(({ role }) => role === "time")?.name ?? "";
  const shown = { ...search, column, target, time };
  const words = (of: typeof shown) => {
    const asked = new URLSearchParams({ column: of.column, bins: String(of.bins) });
    for (const key of ["target", "with", "time"] as const) if (of[key]) asked.set(key, of[key]);
    if (of.log) asked.set("log", "true");
    return asked;
  };
  const go = (change: Partial<ColumnSearch>) =>
    router.push(`${here}/column?version=${version}&${words({ ...shown, ...change })}`, { scroll: false });
  const api = `/projects/${slug}/datasets/${encodeURIComponent(dataset)}/versions/${version}`;
  const { value, error } = useAnswer<ColumnDetail>(known ? `${api}/column?${words(shown)}` : null);
  const rowsOf = (formula: string) =>
    `${here}?version=${version}&view=rows&filter=${encodeURIComponent(formula)}`;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Data", href: data },
          { label: `${dataset} v${version}`, href: `${here}?version=${version}` },
        ]}
        title={column}
        meta={
          <>
            <span className="chip">{known?.type ?? "not there"}</span>
            {entry.role ? <span className="chip">{entry.role}</span> : null}
            {entry.unit ? <span>{entry.unit}</span> : null}
          </>
        }
      />
      <ColumnTools shown={shown} columns={columns} onGo={go} />
      <div className="body two column-page">
        {known ? null : <ErrorNote message={`v${version} has no column ${column}. Choose another one.`} />}
        <ErrorNote message={error} />
        {known && !value && !error ? <Skeleton rows={10} columns={4} /> : null}
        {value ? (
          <>
            <div className="stack">
              {entry.description ? <p className="t2 prose">{entry.description}</p> : null}
              <Charts detail={value} unit={entry.unit} />
              {value.top.length > 0 ? <TopValues detail={value} /> : null}
              {value.top.length === 0 && value.distinct > 0 ? (
                <p className="t3">Its values are masked for you, and each stands in fewer than five rows.</p>
              ) : null}
            </div>
            <div className="stack">
              <Figures detail={value} />
              <Outliers detail={value} rowsOf={rowsOf} />
              <Pair detail={value} />
            </div>
          </>
        ) : null}
      </div>
    </>
  );
}

function isBoolean({ type }: ColumnSchema): boolean {
  return type === "boolean";
}

function valueText(value: number | null | undefined, type: ColumnDetail["type"]): string {
  if (value === null || value === undefined) return "–";
  return type === "date" ? new Date(value).toISOString().slice(0, 19).replace("T", " ") : exact(value);
}

/** A figure that was worked out, rounded, and all its digits for whoever asks for them. */
type FigureLine = [name: string, text: string, all?: string];

function computed(name: string, value: number | null | undefined, type: ColumnDetail["type"]): FigureLine {
  if (type === "date") return [name, valueText(value, type)];
  const text = significant(value, figureDigits);
  return text === exact(value) ? [name, text] : [name, text, exact(value)];
}

function Figures({ detail }: { detail: ColumnDetail }) {
  const { rows, missing, distinct, zeros, negatives, description, quantiles, iqr, mad, type } = detail;
  const isDate = type === "date";
  const lines: FigureLine[] = [
    ["Rows", integer(rows)],
    ["Missing", `${integer(missing)} (${percent(rows > 0 ? missing / rows : 0)})`],
    ["Distinct", integer(distinct)],
    ...(zeros === null ? [] : [["Zeros", integer(zeros)] as FigureLine]),
    ...(negatives === null ? [] : [["Negative", integer(negatives)] as FigureLine]),
    ...(description
      ? ([
          ["Least", valueText(description.min, type)],
          ...(quantiles ?? []).map(({ p, value }) => computed(quantileName(p), value, type)),
          ["Greatest", valueText(description.max, type)],
          computed("Mean", description.mean, type),
          ...(isDate
            ? []
            : [
                computed("Standard deviation", description.sd, type),
                computed("Interquartile range", iqr, type),
                computed("Median deviation", mad, type),
                computed("Skewness", description.skewness, type),
                computed("Kurtosis, excess", description.kurtosis, type),
              ]),
        ] as FigureLine[])
      : []),
  ];
  return (
    <section className="sec" aria-labelledby="h-figures">
      <div className="sec-head">
        <h2 id="h-figures">Figures</h2>
      </div>
      <dl className="dl num">
        {lines.map(([name, text, all]) => (
          <div key={name} className="contents">
            <dt>{name}</dt>
            <dd title={all}>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function quantileName(p: number): string {
  if (p === 0.5) return "Median";
  return `p${String(Math.round(p * 100)).padStart(2, "0")}`;
}

function Outliers({ detail, rowsOf }: { detail: ColumnDetail; rowsOf: (formula: string) => string }) {
  const { name, tukey, z } = detail;
  if (!tukey && !z) return null;
  const column = columnText(name);
  const line = (label: string, fence: NonNullable<typeof tukey>) => (
    <tr key={label}>
      <td>{label}</td>
      <td className="r" title={exact(fence.low)}>
        {significant(fence.low, 4)}
      </td>
      <td className="r" title={exact(fence.high)}>
        {significant(fence.high, 4)}
      </td>
      <td className="r">
        {fence.below + fence.above > 0 ? (
          <Link href={rowsOf(`${column} < ${fence.low} or ${column} > ${fence.high}`)}>
            {integer(fence.below + fence.above)}
          </Link>
        ) : (
          0
        )}
      </td>
    </tr>
  );
  return (
    <section className="sec scroll" aria-labelledby="h-outliers">
      <div className="sec-head">
        <h2 id="h-outliers">Outliers</h2>
      </div>
      <table className="t">
        <caption className="sr">Outliers</caption>
        <thead>
          <tr>
            <th scope="col">Beyond</th>
            <th scope="col" className="r">
              Below
            </th>
            <th scope="col" className="r">
              Above
            </th>
            <th scope="col" className="r">
              Rows
            </th>
          </tr>
        </thead>
        <tbody>
          {tukey ? line("1.5 IQR", tukey) : null}
          {z ? line("3 SD", z) : null}
        </tbody>
      </table>
    </section>
  );
}

function TopValues({ detail: { top, rows, distinct } }: { detail: ColumnDetail }) {
  return (
    <section className="sec scroll" aria-labelledby="h-top">
      <div className="sec-head">
        <h2 id="h-top">Most frequent values</h2>
        <span className="t3 s12 num">
          {integer(top.length)} of {integer(distinct)}
        </span>
      </div>
      <table className="t">
        <caption className="sr">Most frequent values</caption>
        <thead>
          <tr>
            <th scope="col">Value</th>
            <th scope="col" className="r">
              Rows
            </th>
            <th scope="col" className="r">
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {top.slice(0, 20).map(({ value, count }) => (
            <tr key={value}>
              <td className="wrap">{value === "" ? <span className="t3">empty text</span> : value}</td>
              <td className="r">{integer(count)}</td>
              <td className="r t2">{percent(count / rows)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Pair({ detail: { pair } }: { detail: ColumnDetail }) {
  if (!pair) return null;
  const lines: [string, string | null][] = [
    ["Pearson r", figure(pair.pearson)],
    ["Spearman ρ", figure(pair.spearman)],
    ["Kendall τ-b", figure(pair.kendall)],
    ["Cramér’s V", figure(pair.cramersV)],
    [`AUC for ${pair.auc?.class ?? ""}`, figure(pair.auc?.value ?? null)],
    ["F between classes", figure(pair.f)],
    ["Mutual information, nats", figure(pair.mutualInformation)],
  ];
  return (
    <section className="sec" aria-labelledby="h-pair">
      <div className="sec-head">
        <h2 id="h-pair">With {pair.other}</h2>
        <span className="t3 s12 num">{integer(pair.rows)} rows that have both</span>
      </div>
      <dl className="dl num">
        {lines.map(([name, text]) =>
          text === null ? null : (
            <div key={name} className="contents">
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ),
        )}
      </dl>
    </section>
  );
}

function figure(value: number | null): string | null {
  return value === null ? null : fixed(value, 4);
}
