"use client";

import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { Empty } from "@/components/ui/empty";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { PageHeader } from "@/components/ui/page-header";
import { useSubmit } from "@/components/ui/submit";
import type { DatasetChoice } from "@/lib/datasets/choices";
import { AlgorithmFields } from "./algorithm-fields";
import { expand, firstDraft, type AlgorithmDraft } from "./algorithm-draft";

type Props = {
  slug: string;
  choices: DatasetChoice[];
  wanted: { dataset?: string | undefined; version?: number | undefined; experiment?: string | undefined };
};

/** One form for a run or a sweep: on which rows, to predict what, by which algorithms. */
export function TrainForm({ slug, choices, wanted }: Props) {
  const router = useRouter();
  const { pending, error, setError, submit } = useSubmit();
  const first =
    choices.find(
      ({ name, version }) =>
        name === wanted.dataset && (wanted.version === undefined || version === wanted.version),
    ) ?? choices[0];
  const [choice, setChoice] = useState(first);
  const [target, setTarget] = useState(() => targetOf(first));
  const [exclude, setExclude] = useState(() => identifiersOf(first));
  const [draft, setDraft] = useState<AlgorithmDraft>(firstDraft);
  if (!choice) return <Nothing slug={slug} />;

  const split = choice.columns.some(({ name }) => name === "split");
  const planned = expand(draft);
  const count = planned.ok ? planned.algorithms.length : 0;

  async function start(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!planned.ok) return setError(planned.message);
    const form = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    const started = await submit<{ experiment: string }>("POST", `/projects/${slug}/jobs`, {
      dataset: choice!.name,
      version: choice!.version,
      target,
      exclude: exclude.filter((name) => name !== target),
      split: { column: split ? "split" : null, test: Number(form.test ?? 0.1) },
      seed: Number(form.seed),
      experiment: form.experiment,
      algorithms: planned.algorithms,
    });
    if (started) router.push(`/projects/${slug}/experiments/${encodeURIComponent(started.experiment)}`);
  }

  function choose(index: number) {
    setChoice(choices[index]);
    setTarget(targetOf(choices[index]));
    setExclude(identifiersOf(choices[index]));
  }

  return (
    <>
      <PageHeader crumbs={[{ label: "Experiments", href: `/projects/${slug}/experiments` }]} title="Train" />
      <form className="body two" onSubmit={start}>
        <div className="stack">
          <AlgorithmFields draft={draft} onChange={setDraft} />
          <ErrorNote message={error} />
          <div className="row">
            <button className="btn form primary" disabled={pending || count === 0}>
              {count > 1 ? `Train ${count} runs` : "Train"}
            </button>
            <span className="t3 s12">
              {planned.ok ? (count > 1 ? "as one sweep under a parent run" : "") : planned.message}
            </span>
          </div>
        </div>
        <div className="stack">
          <section className="form" aria-label="Data">
            <div className="field">
              <label htmlFor="train-data">Data</label>
              <select
                id="train-data"
                className="input"
                value={choices.indexOf(choice)}
                onChange={(event) => choose(Number(event.target.value))}
              >
                {choices.map(({ name, version, rows }, i) => (
                  <option key={`${name}${version}`} value={i}>
                    {name} v{version}, {rows.toLocaleString("en")} rows
                  </option>
                ))}
              </select>
            </div>
            <div className="field">
              <label htmlFor="train-target">Predict</label>
              <select
                id="train-target"
                className="input"
                value={target}
                onChange={(event) => setTarget(event.target.value)}
              >
                {choice.columns.map(({ name }) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </div>
            <SplitFields split={split} />
            <Field
              label="Experiment"
              name="experiment"
              defaultValue={wanted.experiment ?? "Default"}
              required
              maxLength={250}
            />
            <ExcludedColumns
              names={choice.columns
                .map(({ name }) => name)
                .filter((name) => name !== target && name !== "split")}
              excluded={exclude}
              onChange={setExclude}
            />
          </section>
        </div>
      </form>
    </>
  );
}

function SplitFields({ split }: { split: boolean }) {
  return (
    <>
      {split ? (
        <p className="hint">Trains and tests on the dataset’s own split.</p>
      ) : (
        <Field
          label="Share for test"
          name="test"
          type="number"
          min="0.01"
          max="0.9"
          step="0.01"
          defaultValue="0.1"
          hint="Drawn at random, stratified by what is predicted"
        />
      )}
      <Field
        label="Seed"
        name="seed"
        type="number"
        min="0"
        step="1"
        defaultValue="42"
        hint="The same seed gives the same model"
      />
    </>
  );
}

type ExcludedProps = { names: string[]; excluded: string[]; onChange: (excluded: string[]) => void };

function ExcludedColumns({ names, excluded, onChange }: ExcludedProps) {
  const toggle = (name: string) =>
    onChange(excluded.includes(name) ? excluded.filter((other) => other !== name) : [...excluded, name]);
  return (
    <fieldset>
      <legend>Excluded columns</legend>
      <div className="pick" tabIndex={0} role="group" aria-label="Excluded columns">
        {names.map((name) => (
          <label key={name} className="check-row">
            <input
              type="checkbox"
              className="check"
              checked={excluded.includes(name)}
              onChange={() => toggle(name)}
            />
            <span className="clip">{name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Nothing({ slug }: { slug: string }) {
  return (
    <>
      <PageHeader title="Train" />
      <Empty
        title="Nothing to train on yet"
        actions={
          <a className="btn primary" href={`/projects/${slug}/data`}>
            Add data
          </a>
        }
      >
        Training needs a dataset. Upload a file, or load the sample.
      </Empty>
    </>
  );
}

function targetOf(choice: DatasetChoice | undefined): string {
  return (
    choice?.target ??
    choice?.columns.findLast(({ name, type }) => type === "boolean" && name !== choice.mark)?.name ??
    choice?.columns.findLast(({ name }) => name !== choice.mark)?.name ??
    ""
  );
}

function identifiersOf(choice: DatasetChoice | undefined): string[] {
  return (
    choice?.columns
      .filter(
        ({ name, type }) =>
          name === choice.mark ||
          (type !== "number" &&
            type !== "boolean" &&
            /(^|[\s_-])(id|name|reference|key)([\s_-]|$)/i.test(name)),
      )
      .map(({ name }) => name) ?? []
  );
}
