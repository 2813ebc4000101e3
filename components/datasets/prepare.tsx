"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { callApi } from "@/components/ui/call-api";
import { ErrorNote } from "@/components/ui/error-note";
import { Skeleton } from "@/components/ui/skeleton";
import { useSubmit } from "@/components/ui/submit";
import type { StepFacts } from "@/lib/datasets/engine";
import type { Step } from "@/lib/datasets/recipe";
import { integer } from "@/lib/format";
import type { ColumnSchema } from "@/lib/frame/frame";
import { RowTable, type TableRow } from "./row-table";
import { StepEditor } from "./step-editor";
import { StepFactList } from "./step-fact-list";
import { StepList } from "./step-list";

type Props = {
  slug: string;
  dataset: string;
  version: number;
  columns: ColumnSchema[];
  rows: number;
  first: Step[];
  mayWrite: boolean;
};
type Preview = { columns: ColumnSchema[]; rows: number; sample: TableRow[]; facts: StepFacts[] };

/** A recipe: its steps at the left, at the right what they make of the rows. */
export function Prepare({ slug, dataset, version, columns, rows, first, mayWrite }: Props) {
  const router = useRouter();
  const [steps, setSteps] = useState<Step[]>(first);
  const [shown, setShown] = useState(first.length);
  const [editing, setEditing] = useState<{ at: number; step: Step | null } | null>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { pending, error, submit } = useSubmit();
  const api = `/projects/${slug}/datasets/${encodeURIComponent(dataset)}/versions/${version}`;
  const blocked = preview?.facts.some(({ facts }) => facts.some(({ blocks }) => blocks)) ?? false;
  const until = JSON.stringify(steps.slice(0, shown));

  useEffect(() => {
    const leaving = new AbortController();
    const body = { steps: JSON.parse(until) as Step[] };
    void callApi<Preview>("POST", `${api}/preview`, body, leaving.signal).then((answer) => {
      if (leaving.signal.aborted) return;
      setProblem(answer.ok ? null : answer.message);
      if (answer.ok) setPreview(answer.value);
    });
    return () => leaving.abort();
  }, [api, until]);

  function change(next: Step[]) {
    setSteps(next);
    setShown(next.length);
    setEditing(null);
  }
  async function save() {
    type Made = { name: string; number: number } | { job: string };
    const made = await submit<Made>("POST", `${api}/recipes`, { steps });
    if (made && "job" in made) router.push(`/projects/${slug}/jobs/${made.job}`);
    else if (made)
      router.push(`/projects/${slug}/data/${encodeURIComponent(made.name)}?version=${made.number}`);
  }

  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Data", href: `/projects/${slug}/data` },
          {
            label: `${dataset} v${version}`,
            href: `/projects/${slug}/data/${encodeURIComponent(dataset)}?version=${version}`,
          },
        ]}
        title={`Prepare ${dataset}`}
        meta={
          <span className="num">
            from v{version}, {integer(rows)} rows × {columns.length} columns
          </span>
        }
        actions={
          mayWrite ? (
            <button
              type="button"
              className="btn primary"
              disabled={pending || steps.length === 0 || problem !== null || blocked}
              onClick={save}
            >
              {pending ? "Saving …" : "Save as next version"}
            </button>
          ) : null
        }
      />
      <div className="prepare">
        <div>
          <ErrorNote message={error} />
          <StepList
            steps={steps}
            shown={shown}
            onShow={setShown}
            onEdit={(at) => setEditing({ at, step: steps[at]! })}
            onRemove={(at) => change(steps.filter((_, i) => i !== at))}
          />
          {editing ? (
            <StepEditor
              key={editing.at}
              columns={editing.at === steps.length ? (preview?.columns ?? columns) : columns}
              step={editing.step}
              onCancel={() => setEditing(null)}
              onDone={(step) =>
                change(
                  editing.at === steps.length
                    ? [...steps, step]
                    : steps.map((old, i) => (i === editing.at ? step : old)),
                )
              }
            />
          ) : (
            <button
              type="button"
              className="btn mt-3"
              onClick={() => (setShown(steps.length), setEditing({ at: steps.length, step: null }))}
            >
              Add a step
            </button>
          )}
        </div>
        <div>
          <p className="bar-tools num" role="status">
            <span className="medium">{shown === 0 ? "Before the first step" : `After step ${shown}`}</span>
            {preview ? (
              <span className="t3">
                {integer(preview.rows)} rows × {preview.columns.length} columns
              </span>
            ) : null}
          </p>
          <ErrorNote message={problem} />
          <StepFactList steps={steps} facts={preview?.facts ?? []} />
          {preview ? (
            <RowTable columns={preview.columns} rows={preview.sample} label="Preview" />
          ) : (
            <Skeleton rows={12} columns={6} />
          )}
        </div>
      </div>
    </>
  );
}
