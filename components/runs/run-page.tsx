import { GitCompare } from "lucide-react";
import Link from "next/link";
import { CancelGroupButton } from "@/components/jobs/cancel-group-button";
import { JobProgress } from "@/components/jobs/job-progress";
import { Ago } from "@/components/ui/ago";
import { PageHeader } from "@/components/ui/page-header";
import { SyntheticChip } from "@/components/ui/synthetic-chip";
import { StatusMark } from "@/components/ui/status-mark";
import type { JobGroup, JobRow } from "@/lib/jobs/queries";
import type { Importance, RunEvaluation } from "@/lib/runs/evaluation";
import type { RunChildren, RunLists } from "@/lib/runs/loaders";
import { comparedAtMost } from "@/lib/runs/compared-at-most";
import type { RunHead } from "@/lib/runs/queries";
import type { SeriesPage } from "@/lib/runs/series";
import type { MadeModel, UsedDataset } from "@/lib/runs/used";
import { Artifacts } from "./artifacts";
import { ChildList } from "./child-list";
import { EvaluationCharts } from "./evaluation-charts";
import { ImportanceBars } from "./importance-bars";
import { MetricList } from "./metric-list";
import { Notes } from "./notes";
import { Origin } from "./origin";
import { ParamList } from "./param-list";
import { RegisterButton } from "./register-button";
import { Series } from "./series";
import { Used } from "./used";

type Props = {
  slug: string;
  run: RunHead;
  lists: RunLists;
  evaluation: RunEvaluation | null;
  importance: Importance | null;
  children: RunChildren;
  job: JobRow | null;
  group: JobGroup | null;
  by: string;
  lacking: string[];
  series: SeriesPage;
  datasets: { items: UsedDataset[]; next: number | null };
  models: { items: MadeModel[]; next: string | null };
  hasModel: boolean;
  mayRegister: boolean;
  mayCancel: boolean;
};

/** A run: how it went, what came out, and where it comes from. */
export function RunPage(props: Props) {
  const { slug, run, lists, lacking, evaluation, importance, children, job, group, by } = props;
  const { series, datasets, models, hasModel, mayRegister, mayCancel } = props;
  const root = `/projects/${slug}`;
  const api = `${root}/runs/${run.uid}`;
  const compared = children.items.slice(0, comparedAtMost);
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
            <SyntheticChip synthetic={run.synthetic} />
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
            {compared.length > 1 ? (
              <Link className="btn" href={`${root}/compare?runs=${compared.map(({ uid }) => uid).join(",")}`}>
                <GitCompare className="i" aria-hidden="true" />
                Compare {children.all > compared.length ? `first ${compared.length}` : compared.length}
              </Link>
            ) : null}
            {group && mayCancel ? <CancelGroupButton slug={slug} group={group} /> : null}
            {mayRegister && run.status === "FINISHED" && (evaluation || hasModel) ? (
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
          {children.all > 0 ? <ChildList root={root} api={api} first={children} /> : null}
          <MetricList api={api} first={lists.metrics} count={lists.counts.metrics} />
          {series.series.length > 0 ? <Series api={api} first={series} /> : null}
          {evaluation ? <EvaluationCharts evaluation={evaluation} /> : null}
          {importance ? <ImportanceBars importance={importance} /> : null}
        </div>
        <div className="stack">
          <Origin root={root} run={run} facts={lists.facts} job={job} />
          <ParamList api={api} first={lists.params} count={lists.counts.params} />
          <Notes
            api={api}
            note={lists.facts["mlflow.note.content"]}
            first={lists.tags}
            count={lists.counts.tags}
          />
          <Used api={api} datasets={datasets} models={models} />
          <Artifacts
            root={`${api}/artifacts`}
            list={`${api}/files`}
            first={lists.files}
            count={lists.counts.files}
          />
          {models.items.map(({ id, files, fileCount }) => (
            <Artifacts
              key={id}
              title={`Model ${id.slice(0, 10)}`}
              root={`${root}/logged-models/${id}/artifacts`}
              list={`${root}/logged-models/${id}/files`}
              first={files}
              count={fileCount}
            />
          ))}
        </div>
      </div>
    </>
  );
}
