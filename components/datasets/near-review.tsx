"use client";

import { createContext, useContext, useEffect, useState } from "react";
import { callApi } from "@/components/ui/call-api";
import { ErrorNote } from "@/components/ui/error-note";
import type { NearPair } from "@/lib/datasets/engine";
import { stepSchema } from "@/lib/datasets/recipe";
import { integer } from "@/lib/format";

/** Where a step is written: the version's address, and the steps before it. */
export const StepPlace = createContext<{ api: string; before: readonly unknown[] } | null>(null);

type Found = { total: number; columns: string[]; pairs: NearPair[] };
type Apart = [first: string, second: string];
type Props = { label: string; draft: unknown; value: unknown; onChange: (value: Apart[]) => void };

const pageSize = 10;
const restMilliseconds = 300;

/** The pairs that a step finds near, side by side: of each the first row is kept, or both are. */
export function NearReview({ label, draft, value, onChange }: Props) {
  const place = useContext(StepPlace);
  const [offset, setOffset] = useState(0);
  const parsed = stepSchema.safeParse(draft);
  const steps = parsed.success && place ? [...place.before, parsed.data] : null;
  const { found, error, isOld } = usePairs(place?.api ?? "", steps, offset);
  const apart = Array.isArray(value) ? (value as Apart[]) : [];
  const isSame = (pair: Apart, [first, second]: Apart) => pair[0] === first && pair[1] === second;
  return (
    <fieldset className={isOld ? "old" : undefined} aria-busy={isOld}>
      <legend>{label}</legend>
      <ErrorNote message={error} />
      {found === null ? <p className="t3">They are listed once rows are compared.</p> : null}
      {found?.total === 0 ? <p className="t3">No two rows are near.</p> : null}
      {found?.pairs.map((pair) => (
        <Pair
          key={pair.rows.join(" ")}
          pair={pair}
          columns={found.columns}
          isApart={apart.some((one) => isSame(one, pair.keys))}
          onApart={(isApart) =>
            onChange([...apart.filter((one) => !isSame(one, pair.keys)), ...(isApart ? [pair.keys] : [])])
          }
        />
      ))}
      {found && found.total > 0 ? (
        <p className="step-acts t3 s12 num">
          <span>
            {integer(offset + 1)}–{integer(Math.min(offset + pageSize, found.total))} of{" "}
            {integer(found.total)} pairs, the least alike first
          </span>
          <button
            type="button"
            className="btn-link"
            disabled={offset === 0}
            onClick={() => setOffset(offset - pageSize)}
          >
            Pairs before
          </button>
          <button
            type="button"
            className="btn-link"
            disabled={offset + pageSize >= found.total}
            onClick={() => setOffset(offset + pageSize)}
          >
            Next pairs
          </button>
        </p>
      ) : null}
    </fieldset>
  );
}

/** Asks for a page of pairs; what is decided of them changes nothing of what is near, and asks nothing. */
function usePairs(api: string, steps: readonly unknown[] | null, offset: number) {
  const undecided = steps && [...steps.slice(0, -1), { ...(steps.at(-1) as object), apart: [] }];
  const asked = undecided ? JSON.stringify({ steps: undecided, offset, limit: pageSize }) : null;
  const [state, setState] = useState<{ asked: string; found: Found | null; error: string | null } | null>(
    null,
  );
  useEffect(() => {
    if (asked === null) return;
    const leaving = new AbortController();
    const ask = async () => {
      const body = JSON.parse(asked) as unknown;
      const answer = await callApi<Found>("POST", `${api}/near-pairs`, body, leaving.signal);
      if (leaving.signal.aborted) return;
      setState({ asked, found: answer.ok ? answer.value : null, error: answer.ok ? null : answer.message });
    };
    const resting = setTimeout(() => void ask(), restMilliseconds);
    return () => (clearTimeout(resting), leaving.abort());
  }, [api, asked]);
  const isOld = asked !== null && state?.asked !== asked;
  return { found: state?.found ?? null, error: isOld ? null : (state?.error ?? null), isOld };
}

type PairProps = {
  pair: NearPair;
  columns: readonly string[];
  isApart: boolean;
  onApart: (isApart: boolean) => void;
};

function Pair({ pair, columns, isApart, onApart }: PairProps) {
  const { rows, cells, score } = pair;
  const name = `rows ${integer(rows[0] + 1)} and ${integer(rows[1] + 1)}`;
  return (
    <section className="near-pair" aria-label={`Pair of ${name}`}>
      <div className="scroll" tabIndex={0} role="region" aria-label={`Cells of ${name}`}>
        <table className="t dense">
          <thead>
            <tr>
              <th scope="col">{score.toFixed(2)}</th>
              <th scope="col">row {integer(rows[0] + 1)}</th>
              <th scope="col">row {integer(rows[1] + 1)}</th>
            </tr>
          </thead>
          <tbody>
            {columns.map((column, i) => (
              <tr key={column}>
                <th scope="row">{column}</th>
                {cells.map((row, side) => (
                  <td key={side} className={cells[0][i] === cells[1][i] ? "t3" : undefined}>
                    {row[i] ?? "–"}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="seg" role="group" aria-label={`Of ${name}`}>
        <button type="button" aria-pressed={!isApart} onClick={() => onApart(false)}>
          Keep the first
        </button>
        <button type="button" aria-pressed={isApart} onClick={() => onApart(true)}>
          Keep both
        </button>
      </div>
    </section>
  );
}
