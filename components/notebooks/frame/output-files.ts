import type { FileForm, ShownFile } from "@/lib/notebooks/protocol";
import { chartFile, isChart } from "./chart-file";
import { nextNumber, tell } from "./page";
import { savableOf, type Savable } from "./savable";

/** So many things of a cell can be saved; the rest is counted. */
const filesAtMost = 20;

/** What of which cell a number is for: the same one when the cell draws it anew. */
const places = new Map<number, { root: Element; at: number }>();
const numbers = new WeakMap<Element, number[]>();
const told = new WeakMap<Element, string>();
const due = new Set<Element>();

/** Tells the page what each cell shows that can be saved as a file, whenever that changes. */
export function watchFiles(): void {
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const element = target instanceof Element ? target : target.parentElement;
      // what moves within a table or a chart makes no other one
      if (!element || element.closest(".table-box, svg")) continue;
      const root = element.closest("section[data-id]");
      if (!root) continue;
      if (due.size === 0) requestAnimationFrame(tellFiles);
      due.add(root);
    }
  }).observe(document.body, { childList: true, subtree: true });
}

function tellFiles(): void {
  for (const root of due) if (root.isConnected) tellFilesOf(root as HTMLElement);
  due.clear();
}

function tellFilesOf(root: HTMLElement): void {
  const found = filesOf(root);
  const files = found
    .slice(0, filesAtMost)
    .map(({ kind }, at): ShownFile => ({ n: numberOf(root, at), kind }));
  const text = JSON.stringify(files);
  if (text === (told.get(root) ?? "[]")) return;
  told.set(root, text);
  tell({ op: "files", id: Number(root.dataset.id), files, more: found.length - files.length });
}

function numberOf(root: Element, at: number): number {
  const own = numbers.get(root) ?? [];
  numbers.set(root, own);
  const n = (own[at] ??= nextNumber());
  places.set(n, { root, at });
  return n;
}

function filesOf(root: Element): Savable[] {
  return [...root.querySelectorAll(".table-box, figure, svg")].flatMap((element) => whatOf(element) ?? []);
}

function whatOf(element: Element): Savable | null {
  const own = savableOf(element);
  if (own) return own;
  return isChart(element) ? { kind: "chart", make: () => chartFile(element) } : null;
}

/** Makes the file that somebody asked for in the page, and sends it there. */
export async function sendFile(n: number, as: FileForm): Promise<void> {
  const { root, at } = places.get(n) ?? {};
  try {
    const what = root?.isConnected ? filesOf(root)[at!] : undefined;
    if (!what) throw new Error("The cell has run again meanwhile: what it shows now is what can be saved.");
    const { bytes, note } = await what.make(as);
    tell({ op: "taken", n, bytes, message: note });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    tell({ op: "taken", n, bytes: null, message: message.slice(0, 4_000) });
  }
}
