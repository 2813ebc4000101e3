"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { fixed } from "@/lib/format";
import type { Correlations, Profile } from "@/lib/datasets/profile";

const Scatter = dynamic(() => import("./scatter").then(({ Scatter: loaded }) => loaded), { ssr: false });
type Props = {
  correlations: Correlations;
  target: Profile["target"];
  columnsUrl: string;
  repeated: ReadonlySet<string>;
};
const words = { pearson: "Pearson", spearman: "Spearman", cramersV: "Cramér’s V" };
type Method = keyof typeof words;

/** How columns go together, alike ones side by side; a cell opens its scatter. */
export function CorrelationMatrix({ correlations, target, columnsUrl, repeated }: Props) {
  const methods = (Object.keys(words) as Method[]).filter((name) => correlations[name] !== null);
  const [method, setMethod] = useState<Method>(methods[0] ?? "pearson");
  const shown = correlations[method];
  const [pair, setPair] = useState<[number, number] | null>(null);
  const [all, setAll] = useState(false);
  if (!shown) return null;
  const kept = shown.columns.map((_, i) => i).filter((i) => all || !repeated.has(shown.columns[i]!));
  const columns = kept.map((i) => shown.columns[i]!);
  const matrix = kept.map((i) => kept.map((j) => shown.values[i]![j] ?? null));
  const [a, b] = pair ?? [0, 0];
  return (
    <section className="sec mt-6" aria-labelledby="h-corr">
      <div className="sec-head">
        <h2 id="h-corr">Correlation</h2>
        {repeated.size > 0 ? (
          <button
            type="button"
            className="btn-link"
            aria-pressed={all}
            onClick={() => (setPair(null), setAll(!all))}
          >
            {all ? "Without copies" : `All ${shown.columns.length}`}
          </button>
        ) : null}
        <span className="grow" />
        <div className="seg" role="group" aria-label="Method">
          {methods.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={method === name}
              onClick={() => (setPair(null), setMethod(name))}
            >
              {words[name]}
            </button>
          ))}
        </div>
      </div>
      <div className="corr-rows" role="group" aria-label="Correlation matrix">
        {columns.map((row, i) => (
          <div key={row} className="corr-row">
            <span className={`clip${row === target?.name ? " medium" : ""}`} title={row}>
              {row}
            </span>
            <div
              className="corr"
              style={{ gridTemplateColumns: `repeat(${columns.length}, minmax(0, 1fr))` }}
            >
              {columns.slice(0, i + 1).map((column, j) => (
                <Cell
                  key={column}
                  r={matrix[i]![j]!}
                  label={`${row} by ${column}`}
                  chosen={pair?.[0] === i && pair[1] === j}
                  onOpen={() => setPair([i, j])}
                />
              ))}
            </div>
          </div>
        ))}
      </div>
      <p className="s12 t3 mt-2 num">
        {pair
          ? `${columns[a]} by ${columns[b]}: ` +
            `${method === "pearson" ? "r" : method === "spearman" ? "ρ" : "V"} = ${fixed(matrix[a]![b], 4)}`
          : "Choose a cell to see its points."}
      </p>
      {pair && method !== "cramersV" ? (
        <Scatter key={`${a} ${b}`} url={columnsUrl} y={columns[a]!} x={columns[b]!} target={target} />
      ) : null}
    </section>
  );
}

function Cell({
  r,
  label,
  chosen,
  onOpen,
}: {
  r: number | null;
  label: string;
  chosen: boolean;
  onOpen: () => void;
}) {
  const step = r === null ? 6 : Math.round(r * 5) + 6;
  return (
    <button
      type="button"
      className={r !== null && r <= -0.3 ? "neg" : undefined}
      style={{ background: `var(--div-${step})`, outline: chosen ? "1.5px solid var(--text)" : undefined }}
      aria-label={`${label}: ${fixed(r, 2)}`}
      title={`${label}: ${fixed(r, 2)}`}
      onClick={onOpen}
    />
  );
}
