import Link from "next/link";
import { Ago } from "@/components/ui/ago";
import { Empty } from "@/components/ui/empty";
import { PageHeader } from "@/components/ui/page-header";
import { StatusMark } from "@/components/ui/status-mark";
import type { RunEvaluation } from "@/lib/runs/loaders";
import type { RunDetail } from "@/lib/runs/queries";
import type { CompareSearch } from "@/lib/runs/schema";
import { comparisonRows, type ComparedRun } from "./comparison-rows";
import { Confusion } from "./confusion";
import { Curves } from "./curves";

type Props = {
  slug: string;
  search: CompareSearch;
  compared: { run: Omit<RunDetail, "artifacts">; evaluation: RunEvaluation | null }[];
};

/** Runs side by side: what differs, their curves, their confusions. */
export function Comparison({ slug, search, compared }: Props) {
  const runs = compared.map(({ run }) => run);
  const root = `/projects/${slug}`;
  const at = (change: Partial<Record<"all" | "split", string>>) =>
    `${root}/compare?${new URLSearchParams({ runs: search.runs, ...(search.all ? { all: "true" } : {}), split: search.split, ...change })}`;
  const { groups, total, differing } = comparisonRows(runs, search.split, !search.all);
  if (runs.length < 2) {
    return (
      <>
        <PageHeader crumbs={[{ label: "Experiments", href: `${root}/experiments` }]} title="Compare" />
        <Empty
          title="Choose at least two runs"
          actions={
            <Link className="btn primary" href={`${root}/experiments`}>
              Experiments
            </Link>
          }
        >
          Select runs in an experiment’s table, then press C.
        </Empty>
      </>
    );
  }
  const curves = compared.flatMap(({ run, evaluation }) => {
    const part = evaluation?.[search.split];
    return part?.roc && part.precisionRecall
      ? [{ name: run.name, roc: part.roc, precisionRecall: part.precisionRecall }]
      : [];
  });
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Experiments", href: `${root}/experiments` },
          {
            label: runs[0]!.experiment.name,
            href: `${root}/experiments/${encodeURIComponent(runs[0]!.experiment.name)}`,
          },
        ]}
        title={`Compare ${runs.length} runs`}
        meta={<span>{sameOf(runs)}</span>}
      />
      <div className="cmp">
        <div>
          <div className="bar-tools">
            <Link
              className="switch"
              role="switch"
              aria-checked={!search.all}
              href={at({ all: search.all ? "" : "true" })}
              replace
            >
              <i />
              Differences only
            </Link>
            <span className="t3 s12 num">
              {differing} of {total} rows differ
            </span>
            <span className="grow" />
            <div className="seg" role="group" aria-label="Split">
              {(["train", "test"] as const).map((split) => (
                <Link
                  key={split}
                  className="seg-link"
                  aria-current={search.split === split ? "true" : undefined}
                  href={at({ split })}
                  replace
                >
                  {split === "train" ? "Train" : "Test"}
                </Link>
              ))}
            </div>
          </div>
          <DifferenceTable root={root} runs={runs} groups={groups} />
        </div>
        <div>
          <div className="cmp-side">
            {curves.length > 0 ? (
              <Curves runs={curves} />
            ) : (
              <p className="t3">No curves: the runs have not finished.</p>
            )}
            <div className="charts mt-6">
              {compared.map(({ run, evaluation }) =>
                evaluation ? (
                  <Confusion
                    key={run.uid}
                    classes={evaluation.classes}
                    counts={evaluation[search.split].confusion}
                    title={run.name}
                  />
                ) : null,
              )}
            </div>
          </div>
        </div>
      </div>
    </>
  );
}

function DifferenceTable({
  root,
  runs,
  groups,
}: {
  root: string;
  runs: ComparedRun[];
  groups: ReturnType<typeof comparisonRows>["groups"];
}) {
  return (
    <div className="scroll" role="region" aria-label="Differences" tabIndex={0}>
      <table className="t">
        <caption className="sr">Runs side by side</caption>
        <thead>
          <tr>
            <td />
            {runs.map((run) => (
              <th key={run.uid} scope="col" className="r">
                <Link className="name justify-end" href={`${root}/runs/${run.uid}`}>
                  <StatusMark status={run.status} />
                  {run.name}
                </Link>
                <small>
                  <Ago at={run.startedAt} />
                </small>
              </th>
            ))}
          </tr>
        </thead>
        {groups.map(({ title, rows }) => (
          <tbody key={title}>
            <tr className="group">
              <th colSpan={runs.length + 1} scope="colgroup">
                {title}
              </th>
            </tr>
            {rows.map(({ label, cells, best }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {cells.map((cell, i) => (
                  <td key={runs[i]!.uid} className={`r${best === i ? " best-cell" : ""}`}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function sameOf(runs: ComparedRun[]): string {
  const same = (value: (run: ComparedRun) => unknown) =>
    new Set(runs.map((run) => JSON.stringify(value(run)))).size === 1;
  const words = [
    same(({ provenance }) => provenance.dataset?.sha256) ? "same data" : "different data",
    same(({ provenance }) => provenance.split) ? "same split" : "different splits",
    same(({ provenance }) => provenance.seed) ? "same seed" : "different seeds",
  ];
  return words.join(", ");
}
