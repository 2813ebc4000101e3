import Link from "next/link";
import { Ago } from "@/components/ui/ago";
import { StatusMark } from "@/components/ui/status-mark";
import { TableHead } from "@/components/ui/table-head";
import { columnDecimals, duration, exact, integer, measured } from "@/lib/format";
import { readMetricName } from "@/lib/runs/metric-name";
import { algorithmWord, metricUnder, metricWords } from "@/lib/runs/read";
import type { RecentRun } from "@/lib/runs/loaders";

type Props = {
  root: string;
  runs: RecentRun[];
  /** The metric that is shown, by its name as it was logged. */
  metric: string | null;
  matching: number;
  atLeast: boolean;
};

/** The runs that were started last, with the metric that tells most of them. */
export function RecentRuns({ root, runs, metric, matching, atLeast }: Props) {
  const values = runs.map((run) => (metric ? (metricUnder(run, [metric])?.value ?? null) : null));
  const decimals = Math.max(3, columnDecimals(values.filter((value) => value !== null)));
  return (
    <section className="sec" aria-labelledby="h-runs">
      <div className="sec-head">
        <h2 id="h-runs">Recent runs</h2>
        <span className="t3 s12 num">
          {atLeast ? "more than " : ""}
          {integer(matching)} in all
        </span>
        <Link className="more" href={`${root}/experiments`}>
          All experiments
        </Link>
      </div>
      {runs.length === 0 ? (
        <p className="t3">Nothing was trained yet.</p>
      ) : (
        <table className="t">
          <caption className="sr">Recent runs</caption>
          <TableHead
            heads={[
              "Run",
              "Algorithm",
              { label: metric ? metricLabel(metric) : "Metric", right: true },
              { label: "Data", wide: true },
              { label: "Duration", right: true, wide: true },
              { label: "Started", right: true, wide: true },
            ]}
          />
          <tbody>
            {runs.map((run, i) => (
              <tr key={run.uid}>
                <td>
                  <span className="row">
                    <StatusMark status={run.status} />
                    <Link className="name" href={`${root}/runs/${run.uid}`}>
                      {run.name}
                    </Link>
                  </span>
                </td>
                <td className="t2">{algorithmWord(run)}</td>
                <td className="r" title={values[i] == null ? undefined : exact(values[i])}>
                  {measured(values[i], decimals)}
                </td>
                <td className="t2 wide">
                  {run.provenance.dataset
                    ? `${run.provenance.dataset.name} v${run.provenance.dataset.version}`
                    : "–"}
                </td>
                <td className="r t2 wide">{duration(lengthOf(run))}</td>
                <td className="r t2 wide">
                  <Ago at={run.startedAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function metricLabel(logged: string): string {
  const { name, split } = readMetricName(logged);
  const word = metricWords[name] ?? name;
  return split === "unknown" ? word : `${word}, ${split}`;
}

/** How long the fit took, or else the run; in milliseconds. */
function lengthOf({ provenance, startedAt, endedAt }: RecentRun): number | null {
  return provenance.fitMilliseconds ?? (endedAt ? endedAt.getTime() - startedAt.getTime() : null);
}
