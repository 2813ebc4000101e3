"use client";

import { useEffect, useState } from "react";
import { callApi } from "./call-api";

type State<Value> = { path: string; value: Value | null; error: string | null };

/**
 * What the API answers at an address, asked anew when that changes and taken back when the page is left;
 * null asks nothing.
 */
export function useAnswer<Value>(path: string | null): { value: Value | null; error: string | null } {
  const [state, setState] = useState<State<Value> | null>(null);
  useEffect(() => {
    if (path === null) return;
    const leaving = new AbortController();
    void callApi<Value>("GET", path, undefined, leaving.signal).then((answer) => {
      if (leaving.signal.aborted) return;
      setState(
        answer.ok ? { path, value: answer.value, error: null } : { path, value: null, error: answer.message },
      );
    });
    return () => leaving.abort();
  }, [path]);
  return state?.path === path ? state : { value: null, error: null };
}
