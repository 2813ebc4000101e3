"use client";

import { useState } from "react";
import { callApi, type Answer } from "./call-api";

/** Sends a form to the API: whether it is under way, and the sentence of what went wrong. */
export function useSubmit() {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function submit<Value>(...request: Parameters<typeof callApi>): Promise<Value | null> {
    setPending(true);
    setError(null);
    const answer: Answer<Value> = await callApi<Value>(...request);
    setPending(false);
    if (answer.ok) return answer.value;
    setError(answer.message);
    return null;
  }
  return { pending, error, setError, submit };
}
