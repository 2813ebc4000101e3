export type Answer<Value> = { ok: true; value: Value } | { ok: false; code: string; message: string };

/**
 * Calls the product's own API as the person signed in; an error comes back as a sentence.
 * `signal` takes the question back.
 */
export async function callApi<Value>(
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Answer<Value>> {
  try {
    const response = await fetch(`/api${path}`, {
      method,
      ...(signal ? { signal } : {}),
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    return await answerOf<Value>(response);
  } catch {
    return {
      ok: false,
      code: "OFFLINE",
      message: "Not connected. Nothing was changed; try again when the server answers.",
    };
  }
}

/** Reads an answer of the API: its value, or the sentence of its problem document. */
export async function answerOf<Value>(response: Response): Promise<Answer<Value>> {
  const value = (await response.json().catch(() => null)) as
    (Value & { detail?: string; code?: string }) | null;
  if (response.ok && value !== null) return { ok: true, value };
  return {
    ok: false,
    code: value?.code ?? "INTERNAL",
    message: value?.detail ?? `The server answered ${response.status}.`,
  };
}
