"use client";

import { useState } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import type { FacetChoice, FacetValue } from "@/lib/datasets/facets";
import { integer } from "@/lib/format";
import type { ColumnSchema } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";
import { Clusters } from "./clusters";
import { FromExamples } from "./from-examples";
import { useFacetCounts } from "./use-facet-counts";
import type { Recipe } from "./use-recipe";

type Choice = Extract<FacetChoice, { as: "values" }>;
type Props = {
  recipe: Recipe;
  column: ColumnSchema;
  choice: Choice;
  where: string | null;
  onChange: (choice: Choice) => void;
};

/** The values of a column with how many rows have each, the most frequent first, a page at a time. */
export function ValueFacet({ recipe, column, choice, where, onChange }: Props) {
  const { api, looked: steps } = recipe;
  const [search, setSearch] = useState("");
  const [page, setPage] = useState(0);
  const offset = page * limits.facetValues;
  const asked = { steps, column: column.name, where, as: "values", search: search || null, offset } as const;
  const { counts, error, isOld } = useFacetCounts(api, asked);
  const known = counts?.as === "values" ? counts : null;
  const toggle = (value: FacetValue) =>
    onChange({
      ...choice,
      values: choice.values.includes(value)
        ? choice.values.filter((other) => other !== value)
        : [...choice.values, value],
    });
  function edit(value: string, to: string) {
    recipe.insert({ kind: "map-values", column: column.name, pairs: [[value, to]] });
    if (choice.values.includes(value))
      onChange({ ...choice, values: [...new Set(choice.values.map((one) => (one === value ? to : one)))] });
  }
  const onEdit = column.type === "text" && recipe.trial === null ? edit : undefined;
  const away = choice.values.filter(
    (one) => one !== null && !known?.values.some(({ value }) => value === one),
  );
  return (
    <>
      <input
        className="input"
        type="search"
        aria-label={`Search the values of ${column.name}`}
        placeholder="Search"
        value={search}
        onChange={({ target }) => (setSearch(target.value), setPage(0))}
      />
      <ErrorNote message={error} />
      <ul
        className={`facet-values${isOld ? " old" : ""}`}
        aria-busy={isOld}
        aria-label={`Values of ${column.name}`}
      >
        {away.map((value) => (
          <ValueRow key={value} value={value} isChosen onToggle={() => toggle(value)} />
        ))}
        {known && known.missing > 0 ? (
          <ValueRow
            value={null}
            count={known.missing}
            isChosen={choice.values.includes(null)}
            onToggle={() => toggle(null)}
          />
        ) : null}
        {known?.values.map(({ value, count, whole }) => (
          <ValueRow
            key={value}
            value={value}
            count={count}
            isCut={!whole}
            isChosen={whole && choice.values.includes(value)}
            onToggle={() => toggle(value)}
            onEdit={whole && onEdit ? (to) => onEdit(value, to) : undefined}
          />
        ))}
      </ul>
      {column.type === "text" ? <TextActs recipe={recipe} column={column.name} /> : null}
      {known ? <PageOf page={page} {...known} isSearch={search !== ""} onPage={setPage} /> : null}
    </>
  );
}

/** What may be done with all values of a column of text. */
function TextActs({ recipe, column }: { recipe: Recipe; column: string }) {
  const [open, setOpen] = useState<"clusters" | "examples" | null>(null);
  const close = () => setOpen(null);
  const isBusy = recipe.trial !== null;
  return (
    <p className="step-acts">
      <button type="button" className="btn-link" disabled={isBusy} onClick={() => setOpen("clusters")}>
        Cluster and edit …
      </button>
      <button type="button" className="btn-link" disabled={isBusy} onClick={() => setOpen("examples")}>
        Steps from examples …
      </button>
      {open === "clusters" ? <Clusters recipe={recipe} column={column} onClose={close} /> : null}
      {open === "examples" ? <FromExamples recipe={recipe} column={column} onClose={close} /> : null}
    </p>
  );
}

type PageProps = {
  page: number;
  distinct: number;
  found: number;
  isSearch: boolean;
  onPage: (page: number) => void;
};

function PageOf({ page, distinct, found, isSearch, onPage }: PageProps) {
  const first = page * limits.facetValues;
  const last = Math.min(found, first + limits.facetValues);
  const all = `${integer(distinct)} ${distinct === 1 ? "value" : "values"}`;
  return (
    <p className="t3 s12 num step-acts">
      <span>{isSearch ? `${integer(found)} of ${all}` : all}</span>
      {found > limits.facetValues ? (
        <>
          <span>
            {integer(first + 1)}–{integer(last)}
          </span>
          <button type="button" className="btn-link" disabled={page === 0} onClick={() => onPage(page - 1)}>
            Before
          </button>
          <button
            type="button"
            className="btn-link"
            disabled={last >= found}
            onClick={() => onPage(page + 1)}
          >
            Next
          </button>
        </>
      ) : null}
    </p>
  );
}

type RowProps = {
  value: FacetValue;
  count?: number;
  isCut?: boolean;
  isChosen: boolean;
  onToggle: () => void;
  onEdit?: ((to: string) => void) | undefined;
};

/** A value: chosen by its box, edited in its place; one that is missing or empty is named so. */
function ValueRow({ value, count, isCut = false, isChosen, onToggle, onEdit }: RowProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const name = value === null ? "missing" : value === "" ? "empty text" : value;
  if (typed !== null && value !== null && onEdit)
    return (
      <li>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (typed !== value) onEdit(typed);
            setTyped(null);
          }}
        >
          <input
            className="input"
            aria-label={`New value of ${name}`}
            autoFocus
            value={typed}
            maxLength={limits.facetValueCharacters}
            onChange={({ target }) => setTyped(target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Escape") return;
              event.preventDefault();
              setTyped(null);
            }}
          />
          <button className="btn">Apply</button>
        </form>
      </li>
    );
  return (
    <li>
      <label className="check-row" title={isCut ? "Too long to be chosen here" : name}>
        <input type="checkbox" className="check" checked={isChosen} disabled={isCut} onChange={onToggle} />
        <span className={`clip${value === null || value === "" ? " t3" : ""}`}>
          {isCut ? `${name}…` : name}
        </span>
      </label>
      {onEdit ? (
        <button
          type="button"
          className="btn-link"
          aria-label={`Edit ${name}`}
          onClick={() => setTyped(value ?? "")}
        >
          Edit
        </button>
      ) : null}
      <span className="num t3">{count === undefined ? "" : integer(count)}</span>
    </li>
  );
}
