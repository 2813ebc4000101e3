"use client";

import { useState } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { facetOf, formulaOfFacets, isOpen, oppositeOf, type FacetChoice } from "@/lib/datasets/facets";
import { stepSchema } from "@/lib/datasets/recipe";
import type { ColumnSchema } from "@/lib/frame/frame";
import { sentenceOfIssues } from "@/lib/issue-words";
import { RangeFacet } from "./range-facet";
import type { Recipe } from "./use-recipe";
import { ValueFacet } from "./value-facet";

type Props = {
  recipe: Recipe;
  /** Begins a step for the rows that a formula keeps. */
  onBegin: (where: string) => void;
};

/** Values and ranges of columns, chosen to look at some rows, and what may be done with those. */
export function Facets({ recipe, onBegin }: Props) {
  const { facets, setFacets, lookedColumns: columns } = recipe;
  const others = columns.filter(({ name }) => !facets.some(({ column }) => column === name));
  return (
    <section className="sec facets" aria-labelledby="h-facets">
      <div className="sec-head">
        <h2 id="h-facets">Facets</h2>
        {facets.length > 0 ? (
          <button type="button" className="btn-link more" onClick={() => setFacets([])}>
            Remove all
          </button>
        ) : null}
      </div>
      {facets.length === 0 ? (
        <p className="t3">Look at the rows of some values: press a column’s head, or choose it here.</p>
      ) : null}
      {facets.map((choice) => (
        <FacetBox key={choice.column} choice={choice} recipe={recipe} />
      ))}
      <select
        className="input"
        aria-label="Add a facet"
        value=""
        onChange={({ target }) => setFacets(withFacet(recipe, target.value))}
      >
        <option value="">Add a facet …</option>
        {others.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <FacetActs recipe={recipe} onBegin={onBegin} />
    </section>
  );
}

/** The facets with one more, of a column that has none. */
export function withFacet(
  { facets, lookedColumns }: Pick<Recipe, "facets" | "lookedColumns">,
  name: string,
): readonly FacetChoice[] {
  const column = lookedColumns.find((one) => one.name === name);
  if (!column || facets.some((one) => one.column === name)) return facets;
  return [...facets, openFacet(column, facetOf(column.type))];
}

function openFacet({ name }: ColumnSchema, as: FacetChoice["as"]): FacetChoice {
  return as === "values"
    ? { as, column: name, values: [] }
    : { as, column: name, least: "", most: "", missing: false };
}

/** The facet of one column, counted over the rows that the others keep. */
function FacetBox({ choice, recipe }: { choice: FacetChoice; recipe: Recipe }) {
  const { facets, setFacets, lookedColumns: columns } = recipe;
  const column = columns.find(({ name }) => name === choice.column);
  const put = (next: FacetChoice | null) =>
    setFacets(facets.flatMap((one) => (one === choice ? (next ? [next] : []) : [one])));
  const rest = facets.filter((one) => one !== choice);
  const isNumber = column?.type === "number" || column?.type === "integer";
  return (
    <section className="facet" aria-label={`Facet of ${choice.column}`}>
      <header>
        <h3 className="clip" title={choice.column}>
          {choice.column}
        </h3>
        {isNumber ? (
          <button
            type="button"
            className="btn-link"
            onClick={() => put(openFacet(column, choice.as === "values" ? "range" : "values"))}
          >
            {choice.as === "values" ? "As a range" : "As values"}
          </button>
        ) : null}
        {isOpen(choice) ? null : (
          <>
            <button
              type="button"
              className="btn-link"
              aria-pressed={choice.others ?? false}
              onClick={() => put({ ...choice, others: !choice.others })}
            >
              All others
            </button>
            <button
              type="button"
              className="btn-link"
              onClick={() => column && put(openFacet(column, choice.as))}
            >
              Reset
            </button>
          </>
        )}
        <button
          type="button"
          className="btn-link"
          aria-label={`Remove the facet of ${choice.column}`}
          onClick={() => put(null)}
        >
          Remove
        </button>
      </header>
      {column === undefined ? (
        <p className="t3">There is no such column after this step; it chooses nothing here.</p>
      ) : choice.as === "values" ? (
        <ValueFacet
          recipe={recipe}
          column={column}
          choice={choice}
          where={formulaOfFacets(rest, columns)}
          onChange={put}
        />
      ) : (
        <RangeFacet
          recipe={recipe}
          column={column}
          choice={choice}
          where={formulaOfFacets(rest, columns)}
          onChange={put}
        />
      )}
    </section>
  );
}

/** What may be done with the rows that are chosen: a step each. */
function FacetActs({ recipe, onBegin }: Props) {
  const { where, trial, insert, setFacets } = recipe;
  const [refused, setRefused] = useState<{ where: string; message: string } | null>(null);
  if (where === null) return null;
  function filter(formula: string) {
    const step = stepSchema.safeParse({ kind: "filter", formula });
    if (!step.success) {
      const why = "So many values make too long a formula; choose fewer, or all others.";
      return setRefused({ where: where!, message: `${sentenceOfIssues(step.error.issues)} ${why}` });
    }
    insert(step.data);
    setFacets([]);
  }
  const busy = trial !== null;
  const title = busy ? "Finish the step that is written first" : undefined;
  return (
    <>
      <ErrorNote message={refused?.where === where ? refused.message : null} />
      <div className="row facet-acts" role="group" aria-label="With the rows that are chosen">
        <button type="button" className="btn" disabled={busy} title={title} onClick={() => filter(where)}>
          Keep these rows
        </button>
        <button
          type="button"
          className="btn"
          disabled={busy}
          title={title}
          onClick={() => filter(oppositeOf(where))}
        >
          Drop these rows
        </button>
        <button type="button" className="btn" disabled={busy} title={title} onClick={() => onBegin(where)}>
          With these rows do …
        </button>
      </div>
    </>
  );
}
