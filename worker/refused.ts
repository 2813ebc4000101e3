/** An answer of the server that is not a success. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** A refusal in the server's own sentence, where its body is a problem document. */
export function refusalOf(status: number, body: Uint8Array): Refused {
  const text = new TextDecoder().decode(body);
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    if (typeof detail === "string" && detail !== "") return new Refused(status, detail);
  } catch {
    // a proxy's page, or nothing
  }
  return new Refused(status, text.slice(0, 1_000) || `The server answered ${status}.`);
}

/**
 * Whether the server would say the same again; it would not where it is away, busy, or was not told in time.
 */
export function isFinal(error: unknown): error is Refused {
  return error instanceof Refused && error.status < 500 && error.status !== 408 && error.status !== 429;
}
