"use client";

import { ChevronRight, CircleX, Clock, GripVertical, Play } from "lucide-react";
import type { ReactNode } from "react";
import { counted, duration, integer } from "@/lib/format";
import type { CellState } from "@/lib/notebooks/cell-state";
import type { CellFault } from "@/lib/notebooks/faults";
import type { CellError } from "@/lib/notebooks/protocol";
import type { CellView as View } from "@/lib/notebooks/session";
import type { CellActs } from "./cell-acts";
import { CellSource } from "./cell-source";
import { CellTools } from "./cell-tools";
import { modeWords } from "./mode-words";
import { storedTitle } from "./stored-words";

type Props = {
  view: View;
  /** Whether it is shown as text to read, without its source. */
  reading: boolean;
  editing: boolean;
  caret: number | null;
  mayWrite: boolean;
  acts: CellActs;
  /** Whether its code, or its output, is put away. */
  isCodeHidden: boolean;
  isOutputHidden: boolean;
  /** Whether its lines have numbers. */
  isNumbered: boolean;
  /** Tables that the cell would save. */
  offers: ReactNode;
};

/** What one cell shows: its text, then room for its output, which the frame draws there. */
export function CellView({ view, reading, editing, caret, mayWrite, acts, offers, ...shown }: Props) {
  const { cell, number, state, isStale, stored } = view;
  const failed = state.status === "failed";
  const isCodeHidden = shown.isCodeHidden && !reading && !editing && cell.source !== "";
  return (
    <>
      <div className="gut" aria-hidden="true" title={stored ? storedTitle(stored) : undefined}>
        {mayWrite ? <GripVertical className="grip" /> : null}
        {failed ? (
          <CircleX className="i bad" />
        ) : reading ? null : (
          `[${state.status === "running" ? "…" : number}]`
        )}
      </div>
      <div className="box">
        <div className={reading ? "reading" : "src"}>
          {mayWrite ? (
            <CellTools
              {...{ cell, number, reading, acts, isCodeHidden }}
              isOutputHidden={shown.isOutputHidden}
              isStoppable={state.status === "running"}
            />
          ) : reading || isCodeHidden ? null : (
            <span className="lang">{modeWords[cell.mode]}</span>
          )}
          {reading ? null : isCodeHidden ? (
            <HiddenCode view={view} onShow={() => acts.hand("hide", cell.id)} />
          ) : (
            <CellSource
              cell={cell}
              isNumbered={shown.isNumbered}
              editing={editing}
              label={`Cell ${number}, ${modeWords[cell.mode]}, text`}
              language={mayWrite ? acts.language : null}
              completePython={acts.completePython}
              caret={caret}
              onGoTo={(id, at) => acts.edit(id, at)}
              onEdit={() => mayWrite && acts.edit(cell.id)}
              onChange={(source, edits) => acts.change(cell.id, { source }, edits)}
              shared={acts.shared}
              onRun={(goOn) => acts.run(cell.id, goOn)}
              onLeave={() => acts.leave(cell.id)}
              onCommand={(command, at) => acts.command(command, { id: cell.id, at })}
              onOpened={(editor) => acts.opened(editor && { ...editor, id: cell.id })}
            />
          )}
        </div>
        {isStale && !reading && !editing && state.status !== "running" ? (
          <StaleNote view={view} onRun={() => acts.run(cell.id, false)} />
        ) : null}
        <div
          ref={acts.slot(cell.id)}
          className="out-slot"
          style={{ height: shown.isOutputHidden ? 0 : state.height }}
        />
        {shown.isOutputHidden ? (
          <button type="button" className="btn quiet out-foot" onClick={() => acts.hand("fold", cell.id)}>
            Output hidden. Show
          </button>
        ) : null}
        {offers}
        <Faults view={view} />
        <Foot state={state} />
      </div>
    </>
  );
}

/** In place of a cell's code that is put away: what it gives, and the way to its code. */
function HiddenCode({ view: { cell, number, state }, onShow }: { view: View; onShow: () => void }) {
  const names = state.variables.map(({ name }) => name);
  const lines = cell.source.split("\n").length;
  return (
    <button type="button" className="hidden-code" onClick={onShow}>
      <ChevronRight className="i" aria-hidden="true" />
      <span className="sr">Show the code of cell {number}: </span>
      {names.length > 0 ? <code className="clip">{names.join(", ")}</code> : null}
      <span className="t3">
        {modeWords[cell.mode]}, {counted(lines, "line")} hidden
      </span>
    </button>
  );
}

/** Says why what a cell shows is old, with the way to make it new. */
function StaleNote({ view: { number, changedNames, stored }, onRun }: { view: View; onRun: () => void }) {
  return (
    <div className="flag-row warn-bg">
      <Clock className="i warn" aria-hidden="true" />
      <span>
        <span className="medium">Stale.</span>{" "}
        {changedNames.length === 0 ? (
          stored ? (
            "Its text, or data that it reads, changed since it ran."
          ) : (
            "Changed since it ran."
          )
        ) : (
          <>
            <code>{changedNames.join(", ")}</code> changed since it ran.
          </>
        )}
      </span>
      <button type="button" className="btn" aria-label={`Run stale cell ${number}`} onClick={onRun}>
        <Play className="i" aria-hidden="true" />
        Run
      </button>
    </div>
  );
}

/** What is wrong with a cell: with its names, with its run, and what came when the run was over. */
function Faults({ view: { state, faults } }: { view: View }) {
  const wrong = faults.filter(({ kind }) => kind !== "unknown");
  const error = state.status === "failed" && !isToldBy(wrong, state.error) ? state.error : null;
  return (
    <>
      {wrong.map(({ message }) => (
        <Fault key={message} error={{ name: "Names", message, line: null }} />
      ))}
      {error ? <Fault error={helped(error, faults)} /> : null}
      {state.late.first.map((late, i) => (
        <Fault key={i} error={late} when="later" />
      ))}
      {state.late.count > state.late.first.length ? (
        <p className="out-foot">{integer(state.late.count - state.late.first.length)} more came later</p>
      ) : null}
    </>
  );
}

/** Whether the runtime's words about names are said better by what the graph found. */
function isToldBy(wrong: readonly CellFault[], error: CellError | null): boolean {
  return wrong.length > 0 && /circular definition|is defined more than once/.test(error?.message ?? "");
}

/** An error with the name that was meant, where it is about one that is not known. */
function helped(error: CellError, faults: readonly CellFault[]): CellError {
  const fault = faults.find(
    ({ kind, name }) => kind === "unknown" && error.message === `${name} is not defined`,
  );
  return fault ? { ...error, message: fault.message } : error;
}

function Foot({ state: { status, milliseconds, isByHand } }: { state: CellState }) {
  if (status === "stopped")
    return <p className="out-foot">{isByHand ? "Stopped by you" : "Stopped before it was done"}</p>;
  if (status !== "done" || milliseconds === null || milliseconds <= 500) return null;
  return <p className="out-foot">{duration(milliseconds)}</p>;
}

function Fault({ error: { name, message, line }, when }: { error: CellError; when?: string }) {
  return (
    <div className="err" role="group" aria-label="Error">
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
