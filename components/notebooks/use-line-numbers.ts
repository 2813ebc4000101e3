"use client";

import { useCallback, useMemo, useSyncExternalStore } from "react";
import type { CellId } from "@/lib/notebooks/graph";
import { isNumbered, lineNumbersFrom, switched } from "@/lib/notebooks/line-numbers";

const setting = "notebook-line-numbers";

function subscribe(listener: () => void): () => void {
  const hear = ({ key }: StorageEvent) => key === setting && listener();
  addEventListener("storage", hear);
  return () => removeEventListener("storage", hear);
}

/** Which cells have numbers on their lines, as this browser keeps it, in all its tabs. */
export function useLineNumbers() {
  const text = useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(setting),
    () => null,
  );
  const state = useMemo(() => lineNumbersFrom(text), [text]);
  const number = useCallback((id: CellId | null) => {
    const next = switched(lineNumbersFrom(localStorage.getItem(setting)), id);
    localStorage.setItem(setting, JSON.stringify(next));
    dispatchEvent(new StorageEvent("storage", { key: setting })); // a browser tells only its other tabs
  }, []);
  return { number, isNumbered: (id: CellId) => isNumbered(state, id) };
}
