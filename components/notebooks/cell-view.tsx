"use client";

import { ArrowDown, ArrowUp, CircleX, Play, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { duration, integer } from "@/lib/format";
import type { Cell } from "@/lib/notebooks/schema";
import { CellSource } from "./cell-source";
import type { CellState } from "./cell-state";
import type { CellError } from "./frame/messages";

export const modeWords = { ts: "TypeScript", js: "JavaScript", sql: "SQL", md: "Markdown" };

type Props = {
  cell: Cell;
  number: number;
  state: CellState | undefined;
  stale: boolean;
  editing: boolean;
  mayWrite: boolean;
  slot: (element: HTMLElement | null) => void;
  /** Tables that the cell would save. */
  offers: ReactNode;
  onEdit: () => void;
  onLeave: () => void;
  onChange: (change: Partial<Cell>) => void;
  onRun: (goOn: boolean) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
};

/** One cell: its text, then room for what it shows, which the frame draws there. */
export function CellView({
  cell,
  number,
  state,
  stale,
  editing,
  mayWrite,
  slot,
  offers,
  onEdit,
  onLeave,
  onChange,
  onRun,
  onMove,
  onRemove,
}: Props) {
  const failed = state?.status === "failed" ? state.error : null;
  const reading = cell.mode === "md" && !editing && cell.source !== "";
  const label = `Cell ${number}, ${modeWords[cell.mode]}`;
  return (
    <article
      className={
        `cell ${reading ? "" : "code"} ${editing ? "focus" : ""} ` +
        `${failed ? "error" : stale ? "stale" : ""}`
      }
      aria-label={label}
      id={`cell-${cell.id}`}
      data-status={state?.status ?? "idle"}
    >
      <div className="gut" aria-hidden="true">
        {failed ? (
          <CircleX className="i bad" />
        ) : reading ? null : (
          `[${state?.status === "running" ? "…" : number}]`
        )}
      </div>
      <div className="box">
        <div className={reading ? "reading" : "src"}>
          {mayWrite ? (
            <Tools
              cell={cell}
              number={number}
              reading={reading}
              onEdit={onEdit}
              onChange={onChange}
              onRun={onRun}
              onMove={onMove}
              onRemove={onRemove}
            />
          ) : (
            <span className="lang">{reading ? null : modeWords[cell.mode]}</span>
          )}
          {reading ? null : (
            <CellSource
              cell={cell}
              editing={editing}
              label={`${label}, text`}
              onEdit={() => mayWrite && onEdit()}
              onChange={(source) => onChange({ source })}
              onRun={onRun}
              onLeave={onLeave}
            />
          )}
        </div>
        <div ref={slot} className="out-slot" style={{ height: failed ? 0 : (state?.height ?? 0) }} />
        {offers}
        {failed ? <CellFault error={failed} /> : null}
        {(state?.late.first ?? []).map((error, i) => (
          <CellFault key={i} error={error} when="later" />
        ))}
        {state && state.late.count > state.late.first.length ? (
          <p className="out-foot">{integer(state.late.count - state.late.first.length)} more came later</p>
        ) : null}
        {state?.status === "done" && state.milliseconds !== null && state.milliseconds > 500 ? (
          <p className="out-foot">{duration(state.milliseconds)}</p>
        ) : null}
      </div>
    </article>
  );
}

function CellFault({ error: { name, message, line }, when }: { error: CellError; when?: string }) {
  return (
    <div className="err" role="alert">
      <div className="note">
        <CircleX className="i bad" aria-hidden="true" />
        <div>
          <span className="medium">{name}:</span> {message}
          {line || when ? (
            <div className="t3 s12">
              {[...(line ? [`Line ${line}`] : []), ...(when ? [when] : [])].join(", ")}
            </div>
          ) : null}
        </div>
      </div>
    </div>
  );
}

type ToolProps = Pick<Props, "cell" | "number" | "onEdit" | "onChange" | "onRun" | "onMove" | "onRemove"> & {
  reading: boolean;
};

function Tools({ cell, number, reading, onEdit, onChange, onRun, onMove, onRemove }: ToolProps) {
  const tool = (label: string, Icon: typeof Play, act: () => void) => (
    <button
      type="button"
      className="btn quiet icon"
      aria-label={`${label} cell ${number}`}
      title={label}
      onClick={act}
    >
      <Icon className="i" aria-hidden="true" />
    </button>
  );
  return (
    <span className="lang">
      {reading ? (
        <button type="button" className="btn-link cell-tools" onClick={onEdit}>
          Edit
        </button>
      ) : (
        <>
          {cell.mode === "sql" ? (
            <input
              className="output-name"
              aria-label={`Name of the table of cell ${number}`}
              placeholder="name"
              value={cell.output ?? ""}
              onChange={({ target: { value } }) =>
                onChange({ output: /^[A-Za-z_$][\w$]*$/.test(value) ? value : undefined } as Partial<Cell>)
              }
            />
          ) : null}
          <select
            className="mode-choice"
            aria-label={`Language of cell ${number}`}
            value={cell.mode}
            onChange={(event) => onChange({ mode: event.target.value as Cell["mode"] })}
          >
            {Object.entries(modeWords).map(([mode, word]) => (
              <option key={mode} value={mode}>
                {word}
              </option>
            ))}
          </select>
          {tool("Run", Play, () => onRun(false))}
        </>
      )}
      <span className="cell-tools row">
        {tool("Move up", ArrowUp, () => onMove(-1))}
        {tool("Move down", ArrowDown, () => onMove(1))}
        {tool("Delete", Trash2, onRemove)}
      </span>
    </span>
  );
}
