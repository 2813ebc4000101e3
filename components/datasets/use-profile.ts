"use client";

import { useEffect, useRef, useState } from "react";
import type { ColumnProfile, Profile } from "@/lib/datasets/profile";
import { readLines } from "./read-lines";

type Line =
  | { before: number }
  | { done: number; total: number; partial?: Profile }
  | { profile: Profile }
  | { error: string };
export type ProfileState = {
  columns: ColumnProfile[];
  target: Profile["target"];
  /** The target where it has not two values. */
  against: Profile["against"];
  profile: Profile | null;
  done: number;
  total: number;
  /** How many requests come before this one, while it waits. */
  before: number;
  error: string | null;
  stop: () => void;
};

type State = Omit<ProfileState, "stop">;
const blank: State = {
  columns: [],
  target: null,
  against: null,
  profile: null,
  done: 0,
  total: 0,
  before: 0,
  error: null,
};

/** A dataset's profile as it comes in, column by column; it can be stopped. */
export function useProfile(path: string): ProfileState {
  const [latest, setLatest] = useState<State & { path: string }>({ ...blank, path });
  const controller = useRef<AbortController | null>(null);
  const state = latest.path === path ? latest : blank;

  useEffect(() => {
    const abort = new AbortController();
    controller.current = abort;
    const setState = (change: (before: State) => State) =>
      setLatest((before) => ({ ...change(before.path === path ? before : blank), path }));
    const take = (line: Line) =>
      setState((before) => {
        if ("error" in line) return { ...before, error: line.error };
        if ("before" in line) return { ...before, before: line.before };
        if ("profile" in line)
          return {
            ...before,
            profile: line.profile,
            columns: line.profile.columns,
            target: line.profile.target,
            against: line.profile.against,
          };
        const told = line.partial?.columns ?? [];
        const rest = before.columns.filter(({ name }) => told.every((column) => column.name !== name));
        return {
          ...before,
          before: 0,
          done: line.done,
          total: line.total,
          columns: [...rest, ...told],
          target: line.partial?.target ?? before.target,
          against: line.partial?.against ?? before.against,
        };
      });
    readLines(path, abort.signal, take).catch((error: unknown) => {
      if (!abort.signal.aborted)
        setState((before) => ({ ...before, error: error instanceof Error ? error.message : String(error) }));
    });
    return () => abort.abort();
  }, [path]);

  const stop = () => {
    controller.current?.abort();
    setLatest({ ...state, path, error: `Stopped after ${state.done} of ${state.total} columns.` });
  };
  return { ...state, stop };
}
