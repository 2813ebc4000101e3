import Link from "next/link";
import { Ago } from "@/components/ui/ago";
import { Empty } from "@/components/ui/empty";
import { PageHeader } from "@/components/ui/page-header";
import { StatusMark } from "@/components/ui/status-mark";
import type { RunEvaluation } from "@/lib/runs/evaluation";
import { comparedAtMost } from "@/lib/runs/compared-at-most";
import type { ComparedRun } from "@/lib/runs/comparison";
import type { CompareSearch } from "@/lib/runs/schema";
import { comparisonRows, sameness, splitToCompare, type ComparisonGroup } from "./comparison-rows";
import { ComparedSeries } from "./compared-series";
import { Confusion } from "./confusion";
import { Curves } from "./curves";

type Props = {
  slug: string;
  search: CompareSearch;
  compared: { run: ComparedRun; evaluation: RunEvaluation | null }[];
};

const [splits, words] = [
  ["train", "validation", "test"] as const,
  { train: "Train", validation: "Validation", test: "Test" },
];

/** Runs side by side: what differs, their curves, their confusions. */
export function Comparison({ slug, search, compared }: Props) {
  const runs = compared.map(({ run }) => run);
  const root = `/projects/${slug}`;
  const chosen = search.runs.split(",").filter(Boolean).length;
  const split = search.split ?? splitToCompare(runs);
  const at = (change: Partial<Record<"all" | "split" | "from" | "rows", string>>) => {
    const kept = { runs: search.runs, split: search.split ?? "", from: String(search.from || "") };
    const all = { ...kept, all: search.all ? "true" : "", ...change };
    return `${root}/compare?${new URLSearchParams(Object.entries(all).filter(([, value]) => value !== ""))}`;
  };
  const differencesOnly = !search.all;
  const asked = { split, differencesOnly, most: search.rows };
  const { groups, total, differing } = comparisonRows(runs, asked);
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
  const curves = compared.flatMap(({ run, evaluation }, place) => {
    const part = split === "validation" ? null : evaluation?.[split];
    return part?.roc && part.precisionRecall
      ? [{ name: run.name, place, roc: part.roc, precisionRecall: part.precisionRecall }]
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
        meta={<span>{sameness(runs)}</span>}
      />
      {chosen > runs.length ? (
        <PartNote from={search.from} count={runs.length} chosen={chosen} at={at} />
      ) : null}
      {runs.some(({ more }) => more) ? (
        <p className="note">
          Some of these runs have more parameters or metrics than are compared here; their own pages have all.
        </p>
      ) : null}
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
            <SplitChoice current={split} at={at} />
          </div>
          <DifferenceTable
            root={root}
            runs={runs}
            groups={groups}
            more={at({ rows: String(search.rows + 200), all: search.all ? "true" : "" })}
          />
        </div>
        <div>
          <div className="cmp-side">
            {curves.length > 0 ? (
              <Curves runs={curves} />
            ) : (
              <p className="t3">
                No ROC: it is drawn for finished runs of the built-in algorithms, on training and test rows.
              </p>
            )}
            <ComparedSeries slug={slug} runs={runs.map(({ uid, name }) => ({ uid, name }))} />
            <div className="charts mt-6">
              {compared.map(({ run, evaluation }) =>
                evaluation && split !== "validation" ? (
                  <Confusion
                    key={run.uid}
                    classes={evaluation.classes}
                    counts={evaluation[split].confusion}
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

function SplitChoice({ current, at }: { current: string; at: (change: { split: string }) => string }) {
  return (
    <div className="seg" role="group" aria-label="Split">
      {splits.map((split) => (
        <Link
          key={split}
          className="seg-link"
          aria-current={current === split ? "true" : undefined}
          href={at({ split })}
          replace
        >
          {words[split]}
        </Link>
      ))}
    </div>
  );
}

type PartProps = { from: number; count: number; chosen: number; at: (change: { from: string }) => string };

/** Which of many chosen runs are compared here, and the way to the others. */
function PartNote({ from, count, chosen, at }: PartProps) {
  return (
    <p className="note">
      Runs {from + 1} to {from + count} of the {chosen} that were chosen
      {chosen <= comparedAtMost ? "; the others are not in this project" : ""}.{" "}
      {from > 0 ? (
        <Link href={at({ from: String(Math.max(0, from - comparedAtMost)) })}>{comparedAtMost} before</Link>
      ) : null}{" "}
      {from + comparedAtMost < chosen ? (
        <Link href={at({ from: String(from + comparedAtMost) })}>
          Next {Math.min(comparedAtMost, chosen - from - comparedAtMost)}
        </Link>
      ) : null}
    </p>
  );
}

function DifferenceTable({
  root,
  runs,
  groups,
  more,
}: {
  root: string;
  runs: ComparedRun[];
  groups: ComparisonGroup[];
  more: string;
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
                <Link
                  className="name justify-end"
                  title={run.name}
                  href={`${root}/runs/${run.uid}`}
                  prefetch={false}
                >
                  <StatusMark status={run.status} />
                  <span className="clip">{run.name}</span>
                </Link>
                <small>
                  <Ago at={run.startedAt} />
                </small>
              </th>
            ))}
          </tr>
        </thead>
        {groups.map(({ title, rows, hidden }) => (
          <tbody key={title}>
            <tr className="group">
              <th colSpan={runs.length + 1} scope="colgroup">
                {title}
              </th>
            </tr>
            {rows.map(({ key, label, cells, titles, best }) => (
              <tr key={key}>
                <th scope="row" className="clip" title={label}>
                  {label}
                </th>
                {cells.map((cell, i) => (
                  <td key={runs[i]!.uid} className={`r${best === i ? " best-cell" : ""}`} title={titles[i]}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
            {hidden > 0 ? (
              <tr>
                <td colSpan={runs.length + 1}>
                  <Link href={more} replace scroll={false}>
                    {hidden} more rows
                  </Link>
                </td>
              </tr>
            ) : null}
          </tbody>
        ))}
      </table>
    </div>
  );
}
