import Link from "next/link";
import { Ago } from "@/components/ui/ago";
import { StatusMark } from "@/components/ui/status-mark";
import { TableHead } from "@/components/ui/table-head";
import { duration, fixed, integer } from "@/lib/format";
import { algorithmWord, metricOf } from "@/lib/runs/read";
import type { RecentRun } from "@/lib/runs/loaders";

type Props = { root: string; runs: RecentRun[]; matching: number; atLeast: boolean };

export function RecentRuns({ root, runs, matching, atLeast }: Props) {
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
              { label: "F1, test", right: true },
              { label: "Data", wide: true },
              { label: "Duration", right: true, wide: true },
              { label: "Started", right: true, wide: true },
            ]}
          />
          <tbody>
            {runs.map((run) => (
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
                <td className="r">{fixed(metricOf(run, "f1"), 3)}</td>
                <td className="t2 wide">
                  {run.provenance.dataset
                    ? `${run.provenance.dataset.name} v${run.provenance.dataset.version}`
                    : "–"}
                </td>
                <td className="r t2 wide">{duration(run.provenance.fitMilliseconds)}</td>
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
