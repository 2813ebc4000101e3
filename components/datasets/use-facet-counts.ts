"use client";

import { useEffect, useState } from "react";
import { callApi } from "@/components/ui/call-api";
import type { FacetCounts } from "@/lib/datasets/facets";

/** What is asked of a facet: a column after some steps, over the rows that other facets keep. */
export type FacetAsked = {
  steps: readonly unknown[];
  column: string;
  where: string | null;
  as: FacetCounts["as"];
  search: string | null;
  offset: number;
};
type State = { asked: string; counts: FacetCounts | null; error: string | null };

/** What is typed is asked for once it rests so long, in milliseconds. */
const restMilliseconds = 200;

/**
 * The counts of a facet over all rows; the next change and leaving take back what is asked. The former counts
 * stay while others are computed, and are said to be old.
 */
export function useFacetCounts(api: string, what: FacetAsked) {
  const asked = JSON.stringify(what);
  const [state, setState] = useState<State | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    const ask = async () => {
      const body = JSON.parse(asked) as FacetAsked;
      const answer = await callApi<FacetCounts>("POST", `${api}/facets`, body, leaving.signal);
      if (leaving.signal.aborted) return;
      if (answer.ok) setState({ asked, counts: answer.value, error: null });
      else setState((before) => ({ asked, counts: before?.counts ?? null, error: answer.message }));
    };
    const resting = setTimeout(() => void ask(), restMilliseconds);
    return () => (clearTimeout(resting), leaving.abort());
  }, [api, asked]);
  const isOld = state?.asked !== asked;
  return { counts: state?.counts ?? null, error: isOld ? null : (state?.error ?? null), isOld };
}
