"use client";

import { useState } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { withBin, wrongBound, type FacetChoice, type RangeBin } from "@/lib/datasets/facets";
import { integer } from "@/lib/format";
import type { ColumnSchema } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";
import { useFacetCounts } from "./use-facet-counts";
import type { Recipe } from "./use-recipe";

type Choice = Extract<FacetChoice, { as: "range" }>;
type Props = {
  recipe: Recipe;
  column: ColumnSchema;
  choice: Choice;
  where: string | null;
  onChange: (choice: Choice) => void;
};

/** The range of a column of numbers or dates: bars of how many rows lie where, and its two bounds. */
export function RangeFacet({ recipe, column, choice, where, onChange }: Props) {
  const { api, looked: steps } = recipe;
  const asked = { steps, column: column.name, where, as: "range", search: null, offset: 0 } as const;
  const { counts, error, isOld } = useFacetCounts(api, asked);
  const bins = counts?.as === "range" ? counts.bins : [];
  const [first, last] = [bins[0], bins.at(-1)];
  return (
    <div className={isOld ? "old" : undefined} aria-busy={isOld}>
      <ErrorNote message={error} />
      <Bars
        bins={bins}
        choice={choice}
        onPress={(bin, extend) => onChange(withBin(choice, bin, extend, bins))}
      />
      <div className="facet-bounds">
        <Bound
          label={`${column.name} from`}
          type={column.type}
          value={choice.least}
          placeholder={first?.least ?? ""}
          onChange={(least) => onChange({ ...choice, least })}
        />
        <Bound
          label={`${column.name} to`}
          type={column.type}
          value={choice.most}
          placeholder={last?.most ?? ""}
          onChange={(most) => onChange({ ...choice, most })}
        />
      </div>
      {counts && counts.missing > 0 ? (
        <label className="check-row">
          <input
            type="checkbox"
            className="check"
            checked={choice.missing}
            onChange={() => onChange({ ...choice, missing: !choice.missing })}
          />
          <span className="t3">missing</span>
          <span className="num t3">{integer(counts.missing)}</span>
        </label>
      ) : null}
    </div>
  );
}

type BoundProps = {
  label: string;
  type: ColumnSchema["type"];
  value: string;
  placeholder: string;
  onChange: (value: string) => void;
};

/** A bound as it is typed; it chooses once it is one. */
function Bound({ label, type, value, placeholder, onChange }: BoundProps) {
  const [typed, setTyped] = useState({ text: value, of: value });
  const text = typed.of === value ? typed.text : value;
  function change(next: string) {
    const isBound = wrongBound(next, type) === null;
    setTyped({ text: next, of: isBound ? next.trim() : value });
    if (isBound) onChange(next.trim());
  }
  return (
    <Field
      label={label}
      value={text}
      placeholder={placeholder}
      inputMode={type === "date" ? "text" : "decimal"}
      error={wrongBound(text, type)}
      onChange={({ target }) => change(target.value)}
    />
  );
}

type BarsProps = {
  bins: readonly RangeBin[];
  choice: Choice;
  onPress: (bin: RangeBin, extend: boolean) => void;
};

/** A bar a part of the range: a press chooses it, with Shift up to it. */
function Bars({ bins, choice, onPress }: BarsProps) {
  const most = Math.max(...bins.map(({ count }) => count), 1);
  const from = bins.findIndex(({ least }) => least === choice.least);
  const to = bins.findIndex((bin) => bin.most === choice.most);
  if (bins.length === 0) return <p className="t3 s12">No row has a value.</p>;
  return (
    <div
      className="facet-bars"
      role="group"
      aria-label={`Distribution of ${choice.column}`}
      style={{ gridTemplateColumns: `repeat(${bins.length === 1 ? 1 : limits.facetBins}, minmax(0, 1fr))` }}
    >
      {bins.map((bin, i) => (
        <button
          key={bin.least}
          type="button"
          aria-pressed={i >= from && i <= to && from !== -1}
          aria-label={`${bin.least} to ${bin.most}: ${integer(bin.count)} rows`}
          title={`${bin.least} to ${bin.most}: ${integer(bin.count)} rows`}
          style={bins.length === 1 ? undefined : { gridColumn: bin.at + 1 }}
          onClick={(event) => onPress(bin, event.shiftKey)}
        >
          <span style={{ height: `${Math.max(4, (bin.count / most) * 100)}%` }} />
        </button>
      ))}
    </div>
  );
}
