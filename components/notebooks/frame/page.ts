import type { FrameRequest, FromFrame, SaveOffer, ToFrame } from "@/lib/notebooks/protocol";

let asked = 0;
const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();

/** Sends a message to the page around this frame. */
export function tell(message: FromFrame): void {
  parent.postMessage(message, "*"); // the frame has no origin, and tells only what its own cells made
}

/** Asks the page to do something that needs rights, and waits for its answer. */
export function ask(request: FrameRequest): Promise<unknown> {
  const n = ++asked;
  tell({ op: "request", n, request });
  return new Promise((resolve, reject) => waiting.set(n, { resolve, reject }));
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
    tell({ op: "taken", n, arrow, message });
  } catch (error) {
    tell({ op: "taken", n, arrow: null, message: error instanceof Error ? error.message : String(error) });
  }
}

/** Takes an answer to something asked; whether the message was one. */
export function takeReply(message: ToFrame): boolean {
  if (message.op !== "reply") return false;
  const asker = waiting.get(message.n);
  waiting.delete(message.n);
  if (message.ok) asker?.resolve(message.value);
  else asker?.reject(new Error(message.message));
  return true;
}
