import type { FileForm } from "@/lib/notebooks/protocol";

/** A file as the frame makes it: its bytes, and what its reader has to know of them. */
export type MadeFile = { bytes: Uint8Array; note: string | null };
/** What a cell shows that can be saved as a file. */
export type Savable = { kind: "table" | "chart"; make: (as: FileForm) => Promise<MadeFile> };

const savable = new WeakMap<Element, Savable>();

/** Says that an element can be saved as a file, when somebody asks for it in the page. */
export function makeSavable(element: Element, what: Savable): void {
  savable.set(element, what);
}

/** What an element can be saved as, where it said so. */
export function savableOf(element: Element): Savable | null {
  return savable.get(element) ?? null;
}
