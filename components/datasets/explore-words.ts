import type { ExploreSearch } from "@/lib/datasets/schema";

/** The words of an address with what Explore shows; what is as usual is left out, other words stay. */
export function exploreWords(now: URLSearchParams, search: ExploreSearch): URLSearchParams {
  const words = new URLSearchParams(now);
  const set = (name: string, value: string | undefined) =>
    value ? words.set(name, value) : words.delete(name);
  set("target", search.target);
  set("find", search.find);
  set("by", search.by === "file" ? undefined : search.by);
  set("all", search.all ? "true" : undefined);
  set("method", search.method === "pearson" ? undefined : search.method);
  set("copies", search.copies ? "true" : undefined);
  set("pair", search.pair ? JSON.stringify(search.pair) : undefined);
  return words;
}
