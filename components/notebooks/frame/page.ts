import type { FrameRequest, FromFrame, PythonTold, SaveOffer, ToFrame } from "@/lib/notebooks/protocol";

let asked = 0;
type Waiting = {
  heard: (told: PythonTold) => void;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
};
const waiting = new Map<number, Waiting>();

/** A number that nothing else of this frame has. */
export function nextNumber(): number {
  return (asked += 1);
}

/** Sends a message to the page around this frame. */
export function tell(message: FromFrame): void {
  parent.postMessage(message, "*"); // the frame has no origin, and tells only what its own cells made
}

/**
 * Asks the page to do something that needs rights, and waits for its answer.
 *
 * @param heard hears what is told before the answer
 * @param signal says that nobody waits any more
 */
export function ask(
  request: FrameRequest,
  { heard = () => undefined, signal }: { heard?: (told: PythonTold) => void; signal?: AbortSignal } = {},
): Promise<unknown> {
  const n = ++asked;
  tell({ op: "request", n, request });
  signal?.addEventListener("abort", () => waiting.has(n) && tell({ op: "cancel", n }), { once: true });
  return new Promise((resolve, reject) => waiting.set(n, { heard, resolve, reject }));
}

/** Tables that cells offer to save, by the number of the offer, until their cell runs again. */
const offered = new Map<number, () => Uint8Array>();

/** Offers a table to be saved; nothing leaves the frame before somebody clicks. */
export function offer(
  { id, version }: { id: number; version: number },
  { name, rows, columns, arrow }: Omit<SaveOffer, "n"> & { arrow: () => Uint8Array },
): number {
  const n = ++asked;
  offered.set(n, arrow);
  tell({ op: "offer", id, version, offer: { n, name: String(name).slice(0, 300), rows, columns } });
  return n;
}

/** Forgets the offers of a cell that runs again or is gone. */
export function withdraw(offers: readonly number[]): void {
  for (const n of offers) offered.delete(n);
}

/** Sends the rows of an offer that somebody clicked to save. */
export function sendOffered(n: number): void {
  try {
    const arrow = offered.get(n)?.() ?? null;
    const message = arrow ? null : "The cell has run again meanwhile: its new table is the one to save.";
    tell({ op: "taken", n, bytes: arrow, message });
  } catch (error) {
    tell({ op: "taken", n, bytes: null, message: error instanceof Error ? error.message : String(error) });
  }
}

/** Takes an answer to something asked; whether the message was one. */
export function takeReply(message: ToFrame): boolean {
  if (message.op === "part") {
    waiting.get(message.n)?.heard(message.part);
    return true;
  }
  if (message.op !== "reply") return false;
  const asker = waiting.get(message.n);
  waiting.delete(message.n);
  if (message.ok) asker?.resolve(message.value);
  else asker?.reject(new Error(message.message));
  return true;
}
