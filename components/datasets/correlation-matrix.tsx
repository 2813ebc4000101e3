"use client";

import dynamic from "next/dynamic";
import { ErrorNote } from "@/components/ui/error-note";
import { useAnswer } from "@/components/ui/use-answer";
import { fixed, integer } from "@/lib/format";
import { mostCorrelated } from "@/lib/datasets/correlation-bounds";
import type { Correlations, Matrix, Profile, SampledMatrix } from "@/lib/datasets/profile";
import type { ExploreSearch } from "@/lib/datasets/schema";
import { shortNames } from "./short-names";
import type { ExploreChange } from "./use-explore-search";

const Scatter = dynamic(() => import("./scatter").then(({ Scatter: loaded }) => loaded), { ssr: false });
type Method = ExploreSearch["method"];
type Props = {
  correlations: Correlations;
  target: Profile["target"];
  /** The target's name, whatever its type. */
  targetName: string | null;
  /** Address of the version, for the API and with `/api` before it. */
  version: string;
  repeated: ReadonlySet<string>;
  search: ExploreSearch;
  onGo: (change: ExploreChange) => void;
};
const words: Record<Method, string> = {
  pearson: "Pearson",
  spearman: "Spearman",
  kendall: "Kendall",
  cramersV: "Cramér’s V",
  phik: "φk",
};
const letters: Record<Method, string> = {
  pearson: "r",
  spearman: "ρ",
  kendall: "τ",
  cramersV: "V",
  phik: "φk",
};
/** Measures that are worked out when they are looked at. */
const isAsked = (method: Method | undefined) => method === "kendall" || method === "phik";
const labelCharacters = 20;

/** How columns go together, alike ones side by side; a cell opens its scatter. */
export function CorrelationMatrix(props: Props) {
  const { correlations, target, targetName, version, repeated, search, onGo } = props;
  const numbers = correlations.pearson?.columns ?? [];
  const all = [...new Set([...numbers, ...(correlations.cramersV?.columns ?? [])])];
  const has = (name: Method) =>
    name === "phik" ? all.length > 1 : correlations[name === "kendall" ? "pearson" : name] !== null;
  const methods = (Object.keys(words) as Method[]).filter(has);
  const method = methods.includes(search.method) ? search.method : methods[0];
  const asked = useAnswer<SampledMatrix>(isAsked(method) ? `${version}/correlation?method=${method}` : null);
  if (!method) return null;
  const whole =
    method === "kendall" || method === "phik"
      ? asked.value && inOrderOf(asked.value, [...new Set([...all, ...asked.value.columns])])
      : correlations[method];
  const matrix = whole && (search.copies ? whole : without(whole, repeated));
  const pair =
    matrix && search.pair && search.pair.every((name) => matrix.columns.includes(name)) && search.pair;
  return (
    <section className="sec mt-6" aria-labelledby="h-corr">
      <div className="sec-head corr-head">
        <h2 id="h-corr">Correlation</h2>
        {repeated.size > 0 && whole ? (
          <button
            type="button"
            className="btn-link"
            aria-pressed={search.copies}
            onClick={() => onGo({ copies: !search.copies })}
          >
            {search.copies ? "Without copies" : `All ${whole.columns.length}`}
          </button>
        ) : null}
        <span className="grow" />
        <div className="seg" role="group" aria-label="Method">
          {methods.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={method === name}
              onClick={() => onGo({ method: name })}
            >
              {words[name]}
            </button>
          ))}
        </div>
      </div>
      <ErrorNote message={asked.error} />
      {matrix ? (
        <Cells
          matrix={matrix}
          pair={pair || null}
          targetName={targetName}
          onOpen={(one) => onGo({ pair: one })}
        />
      ) : asked.error ? null : (
        <p className="s12 t3" role="status">
          Comparing every pair …
        </p>
      )}
      <Legend method={method} />
      {matrix ? (
        <Notes sampled={isAsked(method) ? asked.value : null} columns={whole!.columns.length} />
      ) : null}
      <p className="s12 t3 mt-2 num" aria-live="polite">
        {pair
          ? `${pair[0]} by ${pair[1]}: ${letters[method]} = ${fixed(valueOf(matrix, pair), 4)}`
          : "Choose a cell to see its points."}
      </p>
      {pair && pair.every((name) => numbers.includes(name)) ? (
        <Scatter key={pair.join("\n")} url={`/api${version}/arrow`} y={pair[0]} x={pair[1]} target={target} />
      ) : null}
    </section>
  );
}

function valueOf({ columns, values }: Matrix, [a, b]: [string, string]): number | null {
  return values[columns.indexOf(a)]?.[columns.indexOf(b)] ?? null;
}

/** A matrix of the columns that are kept. */
function without(matrix: Matrix, left: ReadonlySet<string>): Matrix {
  return inOrderOf(
    matrix,
    matrix.columns.filter((name) => !left.has(name)),
  );
}

/** A matrix with columns in an order; those that it lacks are left out. */
function inOrderOf(matrix: Matrix, names: readonly string[]): Matrix {
  const columns = names.filter((name) => matrix.columns.includes(name));
  const places = columns.map((name) => matrix.columns.indexOf(name));
  return { columns, values: places.map((i) => places.map((j) => matrix.values[i]![j] ?? null)) };
}

type CellsProps = {
  matrix: Matrix;
  pair: [string, string] | null;
  targetName: string | null;
  onOpen: (pair: [string, string]) => void;
};

function Cells({ matrix: { columns, values }, pair, targetName, onOpen }: CellsProps) {
  const labels = shortNames(columns, labelCharacters);
  return (
    <div className="corr-rows" role="group" aria-label="Correlation matrix">
      {columns.map((row, i) => (
        <div key={row} className="corr-row">
          <span className={row === targetName ? "medium" : undefined} title={row}>
            {labels[i]}
          </span>
          <div className="corr" style={{ gridTemplateColumns: `repeat(${columns.length}, minmax(0, 1fr))` }}>
            {columns.slice(0, i + 1).map((column, j) => (
              <Cell
                key={column}
                value={values[i]![j]!}
                label={`${row} by ${column}`}
                chosen={pair?.[0] === row && pair[1] === column}
                onOpen={() => onOpen([row, column])}
              />
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}

type CellProps = { value: number | null; label: string; chosen: boolean; onOpen: () => void };

function Cell({ value, label, chosen, onOpen }: CellProps) {
  const step = value === null ? 6 : Math.round(value * 5) + 6;
  return (
    <button
      type="button"
      className={value !== null && value <= -0.3 ? "neg" : undefined}
      style={{ background: `var(--div-${step})`, outline: chosen ? "1.5px solid var(--text)" : undefined }}
      aria-label={`${label}: ${fixed(value, 2)}`}
      aria-pressed={chosen}
      title={`${label}: ${fixed(value, 2)}`}
      onClick={onOpen}
    />
  );
}

function Legend({ method }: { method: Method }) {
  return (
    <div className="corr-legend s12 t3 num">
      <span aria-hidden="true" className="corr-scale">
        {Array.from({ length: 11 }, (_, i) => (
          <i key={i} style={{ background: `var(--div-${i + 1})` }} />
        ))}
      </span>
      <span className="corr-ends">
        <span>−1</span>
        <span>0</span>
        <span>+1</span>
      </span>
      <span>
        {words[method]}
        {method === "cramersV" || method === "phik" ? ", from 0" : ` ${letters[method]}`}
      </span>
    </div>
  );
}

/** What the matrix is not over: all rows, all columns. */
function Notes({ sampled, columns }: { sampled: SampledMatrix | null; columns: number }) {
  return (
    <>
      {sampled && sampled.rows < sampled.of ? (
        <p className="s12 t3 num">
          Over {integer(sampled.rows)} of {integer(sampled.of)} rows, drawn by a hash of their number.
        </p>
      ) : null}
      {columns >= mostCorrelated ? (
        <p className="s12 t3 num">The first {mostCorrelated} such columns; the others are in no matrix.</p>
      ) : null}
    </>
  );
}
