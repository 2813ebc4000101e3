import type { FrameRequest, FromFrame, ToFrame } from "./messages";

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

/** Takes an answer to something asked; whether the message was one. */
export function takeReply(message: ToFrame): boolean {
  if (message.op !== "reply") return false;
  const asker = waiting.get(message.n);
  waiting.delete(message.n);
  if (message.ok) asker?.resolve(message.value);
  else asker?.reject(new Error(message.message));
  return true;
}
