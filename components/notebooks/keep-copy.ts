import type { Document } from "@/lib/notebooks/document";

/** Sends something to the product's API; null where that failed. */
type Send = <Value>(method: "POST" | "PUT", path: string, body: unknown) => Promise<Value | null>;

const mark = " (copy)";
const titleCharacters = 200;

/** Keeps a text as a notebook of its own; the answer is its address in the API, null where that failed. */
export async function keepCopy(send: Send, notebooks: string, document: Document): Promise<string | null> {
  // a character of two units is not cut in two
  const begun = document.title.slice(0, titleCharacters - mark.length).replace(/[\ud800-\udbff]$/, "");
  const title = begun + mark;
  const made = await send<{ id: string; revision: number }>("POST", notebooks, { title });
  if (!made) return null;
  const copy = `${notebooks}/${made.id}`;
  const kept = await send("PUT", copy, { ...document, title, revision: made.revision });
  return kept ? copy : null;
}
