import { GitCompare } from "lucide-react";
import Link from "next/link";
import { JobProgress } from "@/components/jobs/job-progress";
import { Ago } from "@/components/ui/ago";
import { PageHeader } from "@/components/ui/page-header";
import { StatusMark } from "@/components/ui/status-mark";
import { TableHead } from "@/components/ui/table-head";
import { fixed } from "@/lib/format";
import type { JobRow } from "@/lib/jobs/queries";
import type { Importance, RunEvaluation } from "@/lib/runs/loaders";
import { metricOf, metricOrder, metricWords } from "@/lib/runs/read";
import type { RunDetail, RunRow } from "@/lib/runs/queries";
import type { DrawnSeries } from "@/lib/runs/series";
import type { MadeModel, UsedDataset } from "@/lib/runs/used";
import { Artifacts } from "./artifacts";
import { EvaluationCharts } from "./evaluation-charts";
import { ImportanceBars } from "./importance-bars";
import { Notes } from "./notes";
import { Origin } from "./origin";
import { RegisterButton } from "./register-button";
import { Series } from "./series";
import { Used } from "./used";

type Props = {
  slug: string;
  run: RunDetail;
  evaluation: RunEvaluation | null;
  importance: Importance | null;
  children: RunRow[];
  job: JobRow | null;
  by: string;
  lacking: string[];
  series: DrawnSeries[];
  used: { datasets: UsedDataset[]; models: MadeModel[] };
  mayRegister: boolean;
  mayCancel: boolean;
};

export function RunPage({
  slug,
  run,
  lacking,
  evaluation,
  importance,
  children,
  job,
  by,
  series,
  used,
  mayRegister,
  mayCancel,
}: Props) {
  const root = `/projects/${slug}`;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Experiments", href: `${root}/experiments` },
          {
            label: run.experiment.name,
            href: `${root}/experiments/${encodeURIComponent(run.experiment.name)}`,
          },
        ]}
        title={run.name}
        meta={
          <>
            <StatusMark status={run.status} label />
            <span>
              by {by}, <Ago at={run.startedAt} />
            </span>
            {lacking.length > 0 ? (
              <span className="warn">lacks {lacking.join(", ")}, which the project asks for</span>
            ) : null}
          </>
        }
        actions={
          <>
            {children.length > 1 ? (
              <Link
                className="btn"
                href={`${root}/compare?runs=${children
                  .slice(0, 20)
                  .map(({ uid }) => uid)
                  .join(",")}`}
              >
                <GitCompare className="i" aria-hidden="true" />
                Compare {Math.min(20, children.length)}
              </Link>
            ) : null}
            {mayRegister &&
            run.status === "FINISHED" &&
            (evaluation ||
              used.models.length > 0 ||
              run.artifacts.some(({ path }) => path === "model/MLmodel")) ? (
              <RegisterButton slug={slug} run={run} />
            ) : null}
          </>
        }
      />
      <div className="body two">
        <div className="stack">
          {job && job.status !== "FINISHED" ? (
            <JobProgress slug={slug} job={job} mayCancel={mayCancel} />
          ) : null}
          {children.length > 0 ? <Children root={root} runs={children} /> : null}
          {run.metrics.length > 0 ? <Metrics run={run} /> : null}
          {series.length > 0 ? <Series series={series} /> : null}
          {evaluation ? <EvaluationCharts evaluation={evaluation} /> : null}
          {importance ? <ImportanceBars importance={importance} /> : null}
        </div>
        <div className="stack">
          <Origin root={root} run={run} job={job} />
          <Notes tags={run.tags} />
          <Used {...used} />
          <Artifacts root={`/api${root}/runs/${run.uid}/artifacts`} files={run.artifacts} />
          {used.models
            .filter(({ files }) => files.length > 0)
            .map(({ id, files }) => (
              <Artifacts
                key={id}
                title={`Model ${id.slice(0, 10)}`}
                root={`/api${root}/logged-models/${id}/artifacts`}
                files={files}
              />
            ))}
        </div>
      </div>
    </>
  );
}

function Metrics({ run }: { run: RunDetail }) {
  const splits = [...new Set(run.metrics.map(({ split }) => split))].sort();
  const keys = [...metricOrder, ...new Set(run.metrics.map(({ key }) => key))].filter(
    (key, i, all) => all.indexOf(key) === i && run.metrics.some((metric) => metric.key === key),
  );
  return (
    <section className="sec" aria-labelledby="h-metrics">
      <div className="sec-head">
        <h2 id="h-metrics">Metrics</h2>
      </div>
      <div className="scroll" role="region" aria-label="Metrics by split" tabIndex={0}>
        <table className="t">
          <caption className="sr">Metrics by split</caption>
          <thead>
            <tr>
              <th scope="col">On the rows of</th>
              {keys.map((key) => (
                <th key={key} scope="col" className="r">
                  {metricWords[key] ?? key}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {splits.map((split) => (
              <tr key={split}>
                <th scope="row">{split === "unknown" ? "unknown split" : split}</th>
                {keys.map((key) => (
                  <td key={key} className={`r${split === "test" ? " medium" : " t2"}`}>
                    {fixed(metricOf(run, key, split), 4)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Children({ root, runs }: { root: string; runs: RunRow[] }) {
  return (
    <section className="sec" aria-labelledby="h-children">
      <div className="sec-head">
        <h2 id="h-children">Runs inside this one</h2>
        <span className="t3 s12 num">
          {runs.filter(({ status }) => status === "FINISHED").length} of {runs.length} finished
        </span>
      </div>
      <table className="t dense">
        <caption className="sr">Runs inside this one</caption>
        <TableHead heads={["Run", { label: "F1, test", right: true }, { label: "AUC, test", right: true }]} />
        <tbody>
          {runs.map((run) => (
            <tr key={run.uid}>
              <td>
                <span className="row">
                  <StatusMark status={run.status} />
                  <Link className="name" href={`${root}/runs/${run.uid}`} prefetch={false}>
                    {run.name}
                  </Link>
                </span>
              </td>
              <td className="r">{fixed(metricOf(run, "f1"), 3)}</td>
              <td className="r">{fixed(metricOf(run, "roc_auc"), 3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
