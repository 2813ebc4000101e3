"use client";

const name = "page-read";

/** Tells that the page was read anew from the server, and stands. */
export function tellPageRead(): void {
  dispatchEvent(new Event(name));
}

/** Calls a listener whenever the page was read anew; gives what ends that. */
export function onPageRead(listener: () => void): () => void {
  addEventListener(name, listener);
  return () => removeEventListener(name, listener);
}
