"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useRowKeys } from "@/components/runs/use-row-keys";
import { callApi } from "@/components/ui/call-api";
import { ErrorNote } from "@/components/ui/error-note";
import { ListPages } from "@/components/ui/list-pages";
import { useSubmit } from "@/components/ui/submit";
import type { Disagreement } from "@/lib/labelling/queries";
import { counted, integer } from "@/lib/format";
import { ClassMark } from "./class-mark";
import { RowCells, type Cell } from "./row-cells";

type State = "open" | "settled" | "all";
type Props = {
  api: string;
  here: string;
  state: State;
  classes: string[];
  perRow: number;
  rows: Disagreement[];
  next: string | null;
  after: string | undefined;
  total: number;
};
type Settled = { settled: number; ties: number; withoutMajority: number };

const states: Record<State, string> = { open: "Open", settled: "Settled", all: "All" };

/** Rows whose labels disagree, each settled by a click or a key, or all by the rule of the majority. */
export function Disagreements({ api, here, state, classes, perRow, rows, next, after, total }: Props) {
  const router = useRouter();
  const [told, setTold] = useState<string | null>(null);
  const { pending, error, submit } = useSubmit();

  async function settle(body: object) {
    setTold(null);
    const answer = await submit<Settled>("POST", `${api}/settle`, body);
    if (!answer) return;
    if ("rule" in body) setTold(majorityWords(answer));
    router.refresh();
  }
  const list = useRef<HTMLOListElement>(null);
  const keys = classes
    .slice(0, 9)
    .map((name, place) => [
      String(place + 1),
      (at: number) => (pending ? undefined : settle({ position: rows[at]!.position, class: name })),
    ]);
  const cursor = useRowKeys(rows.length, Object.fromEntries(keys) as Record<string, (at: number) => unknown>);
  useEffect(() => {
    if (cursor !== null) list.current?.children[cursor]?.scrollIntoView({ block: "nearest" });
  }, [cursor]);
  return (
    <section className="sec" aria-labelledby="h-disagreements">
      <div className="sec-head wrapping">
        <h2 id="h-disagreements">Disagreements</h2>
        <span className="t3 s12 num">{integer(total)}</span>
        <div className="seg" role="group" aria-label="Which">
          {(Object.keys(states) as State[]).map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={one === state}
              onClick={() => router.push(`${here}?state=${one}`, { scroll: false })}
            >
              {states[one]}
            </button>
          ))}
        </div>
        <button
          type="button"
          className="btn"
          disabled={pending}
          onClick={() => void settle({ rule: "majority" })}
        >
          Settle by majority
        </button>
      </div>
      {told ? (
        <p role="status" className="t2">
          {told}
        </p>
      ) : null}
      <ErrorNote message={error} />
      {rows.length === 0 ? (
        <p className="t3">
          {state === "open"
            ? `No row with ${perRow === 1 ? "its label" : `all ${perRow} labels`} waits to be settled.`
            : "None."}
        </p>
      ) : null}
      <ol className="disagreements" ref={list}>
        {rows.map((row, i) => (
          <li
            key={row.position}
            className={cursor === i ? "cursor" : undefined}
            aria-current={cursor === i ? "true" : undefined}
          >
            <Labels row={row} classes={classes} api={api} />
            <div className="row settle-choices" role="group" aria-label={`Settle row ${row.row}`}>
              {classes.map((name, place) => (
                <button
                  key={name}
                  type="button"
                  className="btn"
                  aria-pressed={row.settled?.class === name}
                  disabled={pending}
                  onClick={() => void settle({ position: row.position, class: name })}
                >
                  <ClassMark place={place} name={name} />
                </button>
              ))}
              {row.settled ? (
                <button
                  type="button"
                  className="btn-link"
                  disabled={pending}
                  onClick={() => void settle({ position: row.position, class: null })}
                >
                  Take back
                </button>
              ) : null}
            </div>
          </li>
        ))}
      </ol>
      <ListPages
        here={`${here}?state=${state}`}
        after={after}
        next={next}
        shown={rows.length}
        total={total}
      />
    </section>
  );
}

function Labels({ row, classes, api }: { row: Disagreement; classes: string[]; api: string }) {
  const [cells, setCells] = useState<Cell[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const { settled } = row;
  async function look() {
    if (cells) return;
    const answer = await callApi<{ cells: Cell[] }>("GET", `${api}/rows/${row.position}`);
    if (answer.ok) setCells(answer.value.cells);
    else setError(answer.message);
  }
  return (
    <div className="grid gap-2">
      <details onToggle={({ currentTarget }) => (currentTarget.open ? void look() : undefined)}>
        <summary className="num">Row {integer(row.row)}</summary>
        {cells ? <RowCells cells={cells} units={{}} descriptions={{}} /> : null}
        <ErrorNote message={error} />
      </details>
      <ul className="said">
        {row.labels.map(({ by, class: name, note }, i) => (
          <li key={i}>
            <ClassMark place={classes.indexOf(name)} name={name} />
            <span className="t3">
              {by ?? "somebody who has gone"}
              {note ? `: ${note}` : ""}
            </span>
          </li>
        ))}
      </ul>
      {settled ? (
        <p className="t2 s12">
          settled as {settled.class} by {settled.by ?? "somebody who has gone"}
          {settled.how === "majority" ? ", by the rule of the majority" : ", by hand"}
        </p>
      ) : null}
    </div>
  );
}

function majorityWords({ settled, ties, withoutMajority }: Settled): string {
  const open = [
    ties > 0 ? counted(ties, "tie") : null,
    withoutMajority > 0 ? `${integer(withoutMajority)} in which no class has more than half` : null,
  ].filter((part) => part !== null);
  const rest = open.length > 0 ? `; open: ${open.join(", ")}` : "";
  return `${counted(settled, "row")} settled by what more than half of their labels say${rest}.`;
}
