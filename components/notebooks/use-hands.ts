"use client";

import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
} from "react";
import { placeAfterG } from "@/components/projects/places";
import { isShortcut } from "@/components/ui/keys";
import { commandOf, type CellCommand } from "@/lib/notebooks/command-keys";
import type { CellId } from "@/lib/notebooks/graph";
import { toggled, type CellPart, type Hidden } from "@/lib/notebooks/hidden";
import type { Session } from "@/lib/notebooks/session";
import { copiedCell, copyCell, type CopiedCell } from "./cell-clipboard";
import { handsOf } from "./hands";
import { useLineNumbers } from "./use-line-numbers";

type Parts = {
  session: Session;
  mayWrite: boolean;
  restore: (id: CellId) => void;
  run: (cells: readonly CellId[]) => void;
  edit: (id: CellId | null, caret?: number) => void;
  deleted: (cell: { id: CellId; name: string } | null) => void;
};

/** The cell that has the focus itself, not something inside of it. */
function chosenCell(target: EventTarget): CellId | null {
  const isCell = target instanceof HTMLElement && target.matches("article.cell");
  return isCell ? idOf(target) : null;
}

const idOf = (cell: Element): CellId => Number(cell.id.replace("cell-", ""));

/** Cells as hands have them: which one is chosen, and what keys do to it outside of its text. */
export function useHands({ session, mayWrite, restore, run, edit, deleted }: Parts) {
  const [wanted, setWanted] = useState<{ id: CellId } | null>(null);
  /** Of which cells who may only read sees other parts than the notebook says, and which. */
  const [flipped, setFlipped] = useState<ReadonlyMap<CellId, Hidden | undefined>>(new Map());
  const [told, setTold] = useState<string | null>(null);
  const before = useRef("");
  const pressedG = useRef<number | null>(null);
  /** The cell that had the focus last, itself or inside: what the palette offers is done to it. */
  const last = useRef<CellId | null>(null);

  useEffect(() => {
    const element = wanted && document.getElementById(`cell-${wanted.id}`);
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: "nearest" });
  }, [wanted]);
  const select = useCallback((id: CellId) => (edit(null), setWanted({ id })), [edit]);
  const look = useCallback(
    (id: CellId, part: CellPart) => setFlipped((all) => new Map(all).set(id, toggled(all.get(id), part))),
    [],
  );
  const lines = useLineNumbers();
  const { number: numberLines } = lines;
  const hands = useMemo(
    () =>
      handsOf({
        ...{ session, restore, edit, select, deleted, numberLines, tell: setTold, copied: copiedCell },
        look: mayWrite ? null : look,
        run: (id) => run([id]),
        copy: (id) => copyCell(session.cell(id)!),
      }),
    [deleted, edit, look, mayWrite, numberLines, restore, run, select, session],
  );

  const onKeyDown = (event: KeyboardEvent) => {
    const id = chosenCell(event.target);
    if (id === null || event.defaultPrevented) return;
    // G and a letter lead to another page
    const place = placeAfterG(event.key, performance.now(), pressedG.current);
    pressedG.current = event.key === "g" ? performance.now() : null;
    if (place) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (plain && !isShortcut(event.nativeEvent)) return;
    const command = commandOf(event, before.current, mayWrite);
    before.current = command ? "" : event.key;
    if (command || event.key === "d") event.preventDefault();
    if (!command) return;
    setTold(null);
    deleted(null);
    hands.do(command, id);
  };
  const onFocus = ({ target }: FocusEvent) => {
    const cell = target.closest("article.cell");
    if (cell) last.current = idOf(cell);
    if (chosenCell(target) === null) setTold(null);
    before.current = "";
  };
  return {
    hands,
    select,
    flipped: (id: CellId) => (mayWrite ? undefined : flipped.get(id)),
    isNumbered: lines.isNumbered,
    /** What was done last, or why nothing was. */
    told,
    /** Does something to the cell that was chosen or written in last, and chooses it again. */
    onLast: useCallback(
      (command: CellCommand) => {
        const { current } = last;
        if (current === null || !session.cell(current)) return;
        select(current);
        hands.do(command, current);
      },
      [hands, select, session],
    ),
    /** Puts a cell behind the one that was chosen or written in last. */
    write: useCallback((cell: CopiedCell) => hands.write(cell, last.current), [hands]),
    room: { onKeyDown, onFocus },
  };
}
