"use client";

import { useEffect, useState } from "react";
import { callApi } from "@/components/ui/call-api";
import type { FromExamples, FromExamplesAsked } from "@/lib/datasets/from-examples/answer";

type Asked = FromExamplesAsked & { steps: readonly unknown[] };
type State = { asked: string; found: FromExamples | null; error: string | null };

/** What is typed is asked for once it rests so long, in milliseconds. */
const restMilliseconds = 300;

/**
 * Steps that make what examples say; the next change and leaving take back what is asked. The former answer
 * stays while another is computed, and is said to be old.
 */
export function useFromExamples(api: string, what: Asked) {
  const asked = what.examples.length === 0 ? "" : JSON.stringify(what);
  const [state, setState] = useState<State | null>(null);
  useEffect(() => {
    if (asked === "") return;
    const leaving = new AbortController();
    const ask = async () => {
      const body = JSON.parse(asked) as Asked;
      const answer = await callApi<FromExamples>("POST", `${api}/from-examples`, body, leaving.signal);
      if (leaving.signal.aborted) return;
      setState({
        asked,
        found: answer.ok ? answer.value : null,
        error: answer.ok ? null : answer.message,
      });
    };
    const resting = setTimeout(() => void ask(), restMilliseconds);
    return () => (clearTimeout(resting), leaving.abort());
  }, [api, asked]);
  const isOld = asked !== "" && state?.asked !== asked;
  const isAsked = asked !== "";
  return {
    found: isAsked ? (state?.found ?? null) : null,
    error: isOld ? null : (state?.error ?? null),
    isOld,
  };
}
