"use client";

import { useEffect, useRef, useState } from "react";
import type { QualityReport } from "@/lib/datasets/report/report";
import { readLines } from "./read-lines";

type Line =
  { before: number } | { done: number; total: number } | { report: QualityReport } | { error: string };
type State = {
  report: QualityReport | null;
  done: number;
  total: number;
  /** How many requests come before this one, while it waits. */
  before: number;
  error: string | null;
};
export type ReportState = State & { stop: () => void };

const blank: State = { report: null, done: 0, total: 0, before: 0, error: null };

/** A report as it is worked out; it can be stopped, and is when the page is left. */
export function useReport(path: string): ReportState {
  const [latest, setLatest] = useState<State & { path: string }>({ ...blank, path });
  const controller = useRef<AbortController | null>(null);
  const state = latest.path === path ? latest : blank;

  useEffect(() => {
    const abort = new AbortController();
    controller.current = abort;
    const change = (changed: Partial<State>) =>
      setLatest((before) => ({ ...(before.path === path ? before : blank), ...changed, path }));
    const take = (line: Line) => change("before" in line ? line : { before: 0, ...line });
    readLines(path, abort.signal, take).catch((error: unknown) => {
      if (!abort.signal.aborted) change({ error: error instanceof Error ? error.message : String(error) });
    });
    return () => abort.abort();
  }, [path]);

  const stop = () => {
    controller.current?.abort();
    setLatest({
      ...state,
      path,
      error: "Stopped. Nothing of the report is kept; reload the page to make it.",
    });
  };
  return { ...state, stop };
}
