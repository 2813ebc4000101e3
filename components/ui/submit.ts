"use client";

import { useState } from "react";
import { useAwake } from "./awake";
import { callApi, type Answer } from "./call-api";
import { noteSaved } from "./unsaved";

/**
 * Sends a form to the API: whether nothing can be sent now (it is under way, or the page's script does not
 * run yet), and the sentence of what went wrong.
 */
export function useSubmit() {
  const awake = useAwake();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function submit<Value>(...request: Parameters<typeof callApi>): Promise<Value | null> {
    setPending(true);
    setError(null);
    const answer: Answer<Value> = await callApi<Value>(...request);
    setPending(false);
    if (answer.ok) {
      noteSaved();
      return answer.value;
    }
    setError(answer.message);
    return null;
  }
  return { pending: pending || !awake, error, setError, submit };
}
