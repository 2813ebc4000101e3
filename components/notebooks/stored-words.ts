import { ago } from "@/lib/format";
import type { StoredNote } from "@/lib/notebooks/kept-outputs";

/** By whom and when it was run what a cell shows that has not run here. */
export function storedTitle({ ranBy, ranAt, state }: StoredNote): string {
  const when = `${ranAt.slice(0, 19).replace("T", " ")} UTC`;
  return `${state === "failed" ? "Failed when run" : "Run"} by ${ranBy}, ${when}`;
}

/** The same for who hears a cell's name: behind it, and nothing for one that has run here. */
export function storedWords(stored: StoredNote | null, now = new Date()): string {
  return stored ? `, as run by ${stored.ranBy}, ${ago(new Date(stored.ranAt), now)}` : "";
}
