"use client";

import { useState } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { integer } from "@/lib/format";
import { limits } from "@/lib/limits";
import { useFacetCounts } from "./use-facet-counts";
import type { Recipe } from "./use-recipe";

/** What values should become: a text, null for missing; an empty text says nothing yet. */
export type Results = ReadonlyMap<string, string | null>;

type Props = {
  recipe: Recipe;
  column: string;
  results: Results;
  /** Whether there are as many examples as can be given. */
  isFull: boolean;
  onSay: (value: string, result: string | null) => void;
};

/** The values of a column, each with a field for what it should become; those that have one stand first. */
export function ExampleValues({ recipe, column, results, isFull, onSay }: Props) {
  const [search, setSearch] = useState("");
  const { api, looked: steps } = recipe;
  const asked = { steps, column, where: null, as: "values", search: search || null, offset: 0 } as const;
  const { counts, error, isOld } = useFacetCounts(api, asked);
  const known = counts?.as === "values" ? counts : null;
  const others = (known?.values ?? []).filter(({ value, whole }) => whole && !results.has(value));
  const cut = known?.values.filter(({ whole }) => !whole).length ?? 0;
  return (
    <section aria-labelledby="h-examples">
      <div className="sec-head">
        <h3 id="h-examples">Examples</h3>
        <input
          className="input more"
          type="search"
          aria-label={`Search the values of ${column}`}
          placeholder="Search values"
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
      </div>
      <ErrorNote message={error} />
      <ul className={`example-values${isOld ? " old" : ""}`} aria-label="Values and what they become">
        {[...results].map(([value, result]) => (
          <ValueField key={value} value={value} result={result} onSay={(next) => onSay(value, next)} />
        ))}
        {others.map(({ value, count }) => (
          <ValueField
            key={value}
            value={value}
            count={count}
            result=""
            isClosed={isFull}
            onSay={(next) => onSay(value, next)}
          />
        ))}
      </ul>
      <p className="t3 s12 num">
        {known ? `${integer(known.found)} of ${integer(known.distinct)} values` : ""}
        {known && known.found > limits.facetValues
          ? `, the ${integer(limits.facetValues)} most frequent are shown; search for others`
          : ""}
        {cut > 0 ? `; ${integer(cut)} are too long to be examples` : ""}
        {isFull ? `; ${integer(limits.examples)} examples are all that can be given` : ""}
      </p>
    </section>
  );
}

type FieldProps = {
  value: string;
  count?: number;
  result: string | null;
  isClosed?: boolean;
  onSay: (result: string | null) => void;
};

function ValueField({ value, count, result, isClosed = false, onSay }: FieldProps) {
  const name = value === "" ? "empty text" : value;
  return (
    <li>
      <span className="example-value" title={name}>
        {value === "" ? <span className="t3">empty text</span> : value}
        {count === undefined || count === 1 ? null : <span className="t3 num"> × {integer(count)}</span>}
      </span>
      <input
        className="input"
        aria-label={`What ${name} becomes`}
        placeholder={result === null ? "missing" : "becomes"}
        value={result ?? ""}
        disabled={isClosed || result === null}
        maxLength={limits.facetValueCharacters}
        onChange={({ target }) => onSay(target.value)}
      />
      <label className="check-row">
        <input
          type="checkbox"
          className="check"
          aria-label={`${name} becomes missing`}
          checked={result === null}
          disabled={isClosed}
          onChange={() => onSay(result === null ? "" : null)}
        />
        <span className="t3">missing</span>
      </label>
    </li>
  );
}
