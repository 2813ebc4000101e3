"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { cellAfter, type CellEvent, type CellStates } from "./cell-state";

/** A page in the background draws no frames: there a timer does. */
const patience = 50;

/** States of cells; whatever happens within one frame of the screen is drawn at once. */
export function useCellStates() {
  const [states, setStates] = useState<CellStates>({});
  const waiting = useRef<CellEvent[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  const draw = useCallback(() => {
    const events = waiting.current.splice(0);
    if (timer.current) clearTimeout(timer.current);
    timer.current = null;
    if (events.length === 0) return;
    setStates((before) => {
      const after = { ...before };
      for (const event of events) after[event.id] = cellAfter(after[event.id], event);
      return after;
    });
  }, []);
  const happened = useCallback(
    (event: CellEvent) => {
      waiting.current.push(event);
      if (timer.current) return;
      timer.current = setTimeout(draw, patience);
      requestAnimationFrame(draw);
    },
    [draw],
  );
  /** Changes all states; what had happened and was not drawn yet is forgotten. */
  const change = useCallback((change: (before: CellStates) => CellStates) => {
    waiting.current = [];
    setStates(change);
  }, []);
  useEffect(() => () => void (timer.current && clearTimeout(timer.current)), []);
  return { states, happened, change };
}
