"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { PageHeader } from "@/components/ui/page-header";
import { useSubmit } from "@/components/ui/submit";
import type { StepFacts } from "@/lib/datasets/engine";
import type { FitProblem } from "@/lib/datasets/fit-check";
import type { Version } from "@/lib/datasets/queries";
import { sentenceOf } from "@/lib/datasets/recipe";
import { counted, integer } from "@/lib/format";
import { ApplyColumns } from "./apply-columns";
import { StepFactList } from "./step-fact-list";

type Props = {
  slug: string;
  /** The version whose recipe is applied. */
  recipe: Version;
  /** Datasets that it may be applied to, some of them, and how many there are. */
  tables: string[];
  total: number;
  /** The version that was chosen, with the numbers of its dataset's. */
  table: Version | null;
  numbers: number[];
  /** The table's name of a column, by the recipe's. */
  columns: Readonly<Record<string, string>>;
  problems: FitProblem[];
  mayWrite: boolean;
};
type Made = { name: string; number: number; rows: number; facts: StepFacts[] };

/** Applies what a recipe does, and learned, to rows of another table: first the columns, then all of it. */
export function ApplyPage({
  slug,
  recipe,
  tables,
  total,
  table,
  numbers,
  columns,
  problems,
  mayWrite,
}: Props) {
  const router = useRouter();
  const data = `/projects/${slug}/data`;
  const here = `${data}/${encodeURIComponent(recipe.dataset.name)}`;
  const go = (to: string, at: number | null, names: Readonly<Record<string, string>>) => {
    const words = new URLSearchParams({ version: String(recipe.number), to });
    if (at !== null) words.set("at", String(at));
    if (Object.keys(names).length > 0) words.set("columns", JSON.stringify(names));
    router.replace(`${here}/apply?${words}`, { scroll: false });
  };
  const steps = recipe.recipe ?? [];
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Data", href: data },
          { label: recipe.dataset.name, href: `${here}?version=${recipe.number}` },
        ]}
        title={`Apply the recipe of v${recipe.number}`}
        meta={<span className="num">{counted(steps.length, "step")}</span>}
      />
      <div className="body stack">
        <p className="t2">
          The steps are done to the rows of another table with the values that they learned here: nothing is
          learned anew, no row is dropped or drawn.
        </p>
        <div className="row wrap">
          <div className="field">
            <label htmlFor="apply-table">Table</label>
            <select
              id="apply-table"
              className="input"
              value={table?.dataset.name ?? ""}
              onChange={({ target }) => go(target.value, null, {})}
            >
              <option value="" disabled>
                Choose a dataset
              </option>
              {[...new Set([...(table ? [table.dataset.name] : []), ...tables])].map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </div>
          {table ? (
            <div className="field">
              <label htmlFor="apply-version">Version</label>
              <select
                id="apply-version"
                className="input"
                value={table.number}
                onChange={({ target }) => go(table.dataset.name, Number(target.value), columns)}
              >
                {numbers.map((number) => (
                  <option key={number} value={number}>
                    v{number}
                  </option>
                ))}
              </select>
            </div>
          ) : null}
          {total > tables.length ? (
            <span className="t3 s12 num">
              the newest {integer(tables.length)} of {integer(total)}; others by the address
            </span>
          ) : null}
        </div>
        {table ? (
          <>
            <ApplyColumns
              table={table}
              names={columns}
              absent={problems.flatMap(({ absent }) => absent ?? [])}
              onNames={(names) => go(table.dataset.name, table.number, names)}
            />
            <Problems problems={problems} />
            {mayWrite ? (
              <Act key={`${table.id}`} {...{ slug, recipe, table, columns }} ready={problems.length === 0} />
            ) : (
              <p className="t3">Your role does not save datasets.</p>
            )}
          </>
        ) : null}
        <section className="sec" aria-labelledby="h-steps">
          <h2 id="h-steps">Steps</h2>
          <ol className="t2">
            {steps.map((step, i) => (
              <li key={i}>{sentenceOf(step)}</li>
            ))}
          </ol>
        </section>
      </div>
    </>
  );
}

function Problems({ problems }: { problems: FitProblem[] }) {
  if (problems.length === 0) return <p className="note">The columns fit, and every step can be done.</p>;
  return (
    <ul className="problems" aria-label="What stands in the way">
      {problems.map(({ message }) => (
        <li key={message}>
          <ErrorNote message={message} />
        </li>
      ))}
    </ul>
  );
}

type ActProps = Pick<Props, "slug" | "recipe" | "columns"> & { table: Version; ready: boolean };

/** The name of the dataset that is made, the click that makes it, and what the steps then say. */
function Act({ slug, recipe, table, columns, ready }: ActProps) {
  const [name, setName] = useState(`${table.dataset.name}-prepared`);
  const [made, setMade] = useState<Made | null>(null);
  const { pending, error, submit } = useSubmit();
  const dataset = encodeURIComponent(recipe.dataset.name);
  const api = `/projects/${slug}/datasets/${dataset}/versions/${recipe.number}`;
  async function apply() {
    setMade(null);
    const to = { dataset: table.dataset.name, version: table.number };
    setMade(await submit<Made>("POST", `${api}/apply`, { to, name, columns }));
  }
  return (
    <section className="stack" aria-label="Make the version">
      <div className="row wrap">
        <label className="field">
          <span>Save as dataset</span>
          <input className="input" value={name} onChange={({ target }) => setName(target.value)} />
        </label>
        <button
          type="button"
          className="btn primary"
          disabled={!ready || pending}
          onClick={() => void apply()}
        >
          {pending ? "Applying …" : "Apply"}
        </button>
      </div>
      <ErrorNote message={error} />
      {made ? (
        <div role="status">
          <p className="note">
            Saved{" "}
            <Link href={`/projects/${slug}/data/${encodeURIComponent(made.name)}?version=${made.number}`}>
              {made.name} v{made.number}
            </Link>
            : {integer(made.rows)} rows
          </p>
          <StepFactList steps={[...renamesBefore(columns), ...(recipe.recipe ?? [])]} facts={made.facts} />
        </div>
      ) : null}
    </section>
  );
}

/** Columns that were named here are renamed before the recipe's own steps. */
function renamesBefore(columns: Readonly<Record<string, string>>) {
  return Object.entries(columns).map(([to, from]) => ({ kind: "rename" as const, from, to }));
}
