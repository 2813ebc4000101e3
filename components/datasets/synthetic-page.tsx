"use client";

import { useState } from "react";
import { FollowedJob } from "@/components/jobs/followed-job";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { PageHeader } from "@/components/ui/page-header";
import { useSubmit } from "@/components/ui/submit";
import { useAnswer } from "@/components/ui/use-answer";
import { freeName } from "@/lib/datasets/free-name";
import type { Version } from "@/lib/datasets/queries";
import type { SynthesisPlan } from "@/lib/datasets/synthetic/plan";
import { counted, integer } from "@/lib/format";
import { limits } from "@/lib/limits";
import { SyntheticClasses } from "./synthetic-classes";
import { SyntheticColumns } from "./synthetic-columns";
import { bodyOf, draftOf, type SyntheticDraft } from "./synthetic-draft";

type Props = { slug: string; version: Version };

/** Makes rows like those of a version: how many, of which columns, alone or after the rows that there are. */
export function SyntheticPage({ slug, version }: Props) {
  const { name } = version.dataset;
  const data = `/projects/${slug}/data`;
  const here = `${data}/${encodeURIComponent(name)}?version=${version.number}`;
  const dataset = encodeURIComponent(name);
  const api = `/projects/${slug}/datasets/${dataset}/versions/${version.number}/synthetic`;
  const plan = useAnswer<SynthesisPlan>(api);
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Data", href: data },
          { label: name, href: here },
        ]}
        title={`Synthetic rows of v${version.number}`}
        meta={<span className="num">{counted(version.rows, "row")}</span>}
      />
      <div className="body stack">
        <p className="t2 prose">
          Rows that are distributed as these are, and of which none is one of these. They are marked as
          synthetic for ever, and so is everything that is made of them.
        </p>
        <ErrorNote message={plan.error} />
        {plan.value ? (
          <SyntheticForm {...{ slug, version, api }} plan={plan.value} />
        ) : plan.error ? null : (
          <p className="t3" role="status" aria-busy="true">
            Looking at the columns …
          </p>
        )}
      </div>
    </>
  );
}

type FormProps = Props & { api: string; plan: SynthesisPlan };

function SyntheticForm({ slug, version, api, plan }: FormProps) {
  const [draft, setDraft] = useState(() =>
    draftOf(version.dataset.name, version.rows, freeName("synthetic", version.columns)),
  );
  const [job, setJob] = useState<string | null>(null);
  const { pending, error, setError, submit } = useSubmit();
  const change = (some: Partial<SyntheticDraft>) => setDraft({ ...draft, ...some });
  const classes = useAnswer<SynthesisPlan>(
    draft.classColumn === "" ? null : `${api}?class=${encodeURIComponent(draft.classColumn)}`,
  );
  async function make() {
    const started = await submit<{ job: string }>("POST", api, bodyOf(draft, classes.value));
    if (started) setJob(started.job);
  }
  const isReady = draft.name.trim() !== "" && (draft.classColumn === "" || !!classes.value?.classes);
  return (
    <form className="stack" onSubmit={(event) => (event.preventDefault(), void make())}>
      <FittedRows plan={plan} />
      <div className="grid gap-4 sm:grid-cols-3">
        <Field
          label="Save as dataset"
          required
          maxLength={100}
          value={draft.name}
          onChange={({ target }) => change({ name: target.value })}
        />
        <div className="field">
          <label htmlFor="synthetic-output">Rows of the version</label>
          <select
            id="synthetic-output"
            className="input"
            value={draft.output}
            onChange={({ target }) =>
              change({ output: target.value as SyntheticDraft["output"], rowsOf: {} })
            }
          >
            <option value="alone">synthetic rows alone</option>
            <option value="appended">the rows that there are, then synthetic ones</option>
          </select>
        </div>
        {draft.output === "appended" ? (
          <Field
            label="Column that marks each row"
            required
            maxLength={300}
            value={draft.mark}
            onChange={({ target }) => change({ mark: target.value })}
          />
        ) : null}
      </div>
      <div className="grid gap-4 sm:grid-cols-3">
        <div className="field">
          <label htmlFor="synthetic-class">Learned from</label>
          <select
            id="synthetic-class"
            className="input"
            value={draft.classColumn}
            onChange={({ target }) => change({ classColumn: target.value, rowsOf: {} })}
          >
            <option value="">all rows together</option>
            {plan.columns
              .filter(({ how, column }) => how === "values" && !draft.leaveOut.includes(column))
              .map(({ column }) => (
                <option key={column} value={column}>
                  each class of {column}
                </option>
              ))}
          </select>
        </div>
        {draft.classColumn === "" ? (
          <Field
            label="Synthetic rows"
            type="number"
            required
            min={1}
            max={limits.syntheticCells}
            value={draft.rows}
            onChange={({ target }) => change({ rows: target.value })}
          />
        ) : null}
        <Field
          label="Seed"
          type="number"
          required
          min={0}
          value={draft.seed}
          onChange={({ target }) => change({ seed: target.value })}
        />
      </div>
      {draft.classColumn === "" ? null : <SyntheticClasses {...{ draft, change }} answer={classes} />}
      <SyntheticColumns {...{ draft, change, plan }} />
      <ErrorNote message={error} />
      <div className="row">
        <button type="submit" className="btn primary" disabled={pending || job !== null || !isReady}>
          Make synthetic rows
        </button>
      </div>
      {job ? (
        <FollowedJob
          slug={slug}
          id={job}
          onMade={() => undefined}
          onFailed={(sentence) => (setJob(null), setError(sentence))}
        />
      ) : null}
    </form>
  );
}

function FittedRows({ plan: { fitted } }: { plan: SynthesisPlan }) {
  return (
    <p className="note">
      {fitted.split === null
        ? `Learned from all ${integer(fitted.of)} rows: the version has no split.`
        : `Learned from the ${integer(fitted.rows)} training rows of ${integer(fitted.of)}, ` +
          `by ${fitted.split}.`}
    </p>
  );
}
