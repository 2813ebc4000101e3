import type { KeyboardEvent } from "react";
import type { CellId } from "@/lib/notebooks/graph";
import type { ToFrame } from "@/lib/notebooks/protocol";
import type { Session } from "@/lib/notebooks/session";

const elementOf = (id: CellId) => document.getElementById(`cell-${id}`);

/**
 * Puts the focus into a cell: on its text, or on what stands in its place. Never on the cell itself where
 * letters are commands: what somebody types into an output is not to become one.
 */
export function focusInside(id: CellId): void {
  const cell = elementOf(id);
  const find = (what: string) => cell?.querySelector<HTMLElement>(what);
  const inside = find(".src pre, .hidden-code") ?? find(".cell-bar button");
  (inside ?? cell)?.focus({ preventScroll: true });
  cell?.scrollIntoView({ block: "nearest" });
}

/** Leaves what a cell shows: on to the next cell, or back to its own. */
export function leaveOutput(session: Session, id: CellId, isOn: boolean): void {
  const ids = session.ids();
  const at = ids.indexOf(id);
  if (at >= 0) focusInside(ids[isOn ? at + 1 : at] ?? id);
}

type Parts = {
  session: Session;
  frame: HTMLIFrameElement | null;
  send: (message: ToFrame) => void;
};

/** Leads from a cell into what it shows, or back into what the one before shows; past what shows nothing. */
export function enterOutput(id: CellId, isOn: boolean, { session, frame, send }: Parts): void {
  const ids = session.ids();
  const of = isOn ? id : ids[ids.indexOf(id) - 1];
  if (of === undefined) return;
  const slot = elementOf(of)?.querySelector(".out-slot");
  if (!frame || !slot || slot.getBoundingClientRect().height < 1) return leaveOutput(session, of, isOn);
  elementOf(of)?.scrollIntoView({ block: "nearest" });
  frame.focus({ preventScroll: true });
  send({ op: "focus", id: of });
}

/** F6 leads from cell to output and on, Shift F6 back. */
export function onF6(event: KeyboardEvent, parts: Parts): void {
  const cell = event.target instanceof Element ? event.target.closest("article.cell") : null;
  if (event.key !== "F6" || !cell) return;
  event.preventDefault();
  event.stopPropagation();
  enterOutput(Number(cell.id.replace("cell-", "")), !event.shiftKey, parts);
}
