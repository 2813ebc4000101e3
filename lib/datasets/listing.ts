import { integer } from "@/lib/format";

/** Names in a sentence: the first of them, and how many more there are. */
export function listing(names: readonly string[], most: number): string {
  const rest = names.length - most;
  return names.slice(0, most).join(", ") + (rest > 0 ? ` and ${integer(rest)} more` : "");
}
