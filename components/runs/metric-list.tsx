"use client";

import { exact, measured } from "@/lib/format";
import type { Metric } from "@/lib/runs/cells";
import { metricOrder, metricWords } from "@/lib/runs/read";
import type { ItemCount, Items } from "@/lib/runs/run-items";
import { countText, ListFoot } from "./list-foot";
import { NameSearch } from "./name-search";
import { usePages } from "./use-pages";

type Props = { api: string; first: Items<Metric>; count: ItemCount };

/** As many names stand side by side; more stand below each other. */
const besideAtMost = 8;
const decimals = 4;

/** A run's metrics by the rows that they were measured on. */
export function MetricList({ api, first, count }: Props) {
  const { items, next, search, pending, error, more, find } = usePages(`${api}/metrics`, first, asNumber);
  if (count.number === 0) return null;
  const names = [...metricOrder, ...items.map(({ key }) => key)].filter(
    (key, i, all) => all.indexOf(key) === i && items.some((metric) => metric.key === key),
  );
  const isWhole = first.next === null;
  return (
    <section className="sec" aria-labelledby="h-metrics">
      <div className="sec-head">
        <h2 id="h-metrics">Metrics</h2>
        <span className="t3 s12 num">{countText(count)}</span>
      </div>
      {isWhole ? null : (
        <NameSearch label="Search metrics" value={search} onChange={(text) => void find(text)} />
      )}
      <div className="scroll" role="region" aria-label="Metrics by split" tabIndex={0}>
        {isWhole && names.length <= besideAtMost ? (
          <Beside metrics={items} names={names} />
        ) : (
          <Below metrics={items} names={names} />
        )}
      </div>
      <ListFoot
        shown={items.length}
        count={count}
        searching={search !== ""}
        next={next}
        pending={pending}
        error={error}
        onMore={() => void more()}
      />
    </section>
  );
}

/** A value that JSON has no number for comes by its name. */
function asNumber(metric: Metric): Metric {
  return { ...metric, value: Number(metric.value) };
}

type TableProps = { metrics: readonly Metric[]; names: readonly string[] };

function splitsOf(metrics: readonly Metric[]): string[] {
  return [...new Set(metrics.map(({ split }) => split))].sort();
}

function splitText(split: string): string {
  return split === "unknown" ? "unknown split" : split;
}

/** One row a split. */
function Beside({ metrics, names }: TableProps) {
  return (
    <table className="t">
      <caption className="sr">Metrics by split</caption>
      <thead>
        <tr>
          <th scope="col">On the rows of</th>
          {names.map((key) => (
            <th key={key} scope="col" className="r">
              {metricWords[key] ?? key}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {splitsOf(metrics).map((split) => (
          <tr key={split}>
            <th scope="row">{splitText(split)}</th>
            {names.map((key) => (
              <Value key={key} metrics={metrics} name={key} split={split} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** One row a name. */
function Below({ metrics, names }: TableProps) {
  const splits = splitsOf(metrics);
  return (
    <table className="t dense">
      <caption className="sr">Metrics by name</caption>
      <thead>
        <tr>
          <th scope="col">Metric</th>
          {splits.map((split) => (
            <th key={split} scope="col" className="r">
              {splitText(split)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {names.map((key) => (
          <tr key={key}>
            <th scope="row" className="clip" title={key}>
              {metricWords[key] ?? key}
            </th>
            {splits.map((split) => (
              <Value key={split} metrics={metrics} name={key} split={split} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The values of a name on a split: of several logged names that mean the same, all. */
function Value({ metrics, name, split }: { metrics: readonly Metric[]; name: string; split: string }) {
  const own = metrics.filter((metric) => metric.key === name && metric.split === split);
  const title = own.map(({ logged, value }) => `${logged}: ${exact(value)}`).join(", ");
  const texts = [...new Set(own.map(({ value }) => measured(value, decimals)))];
  return (
    <td className={`r${split === "test" ? " medium" : " t2"}`} title={title || undefined}>
      {texts.join(", ") || "–"}
    </td>
  );
}
