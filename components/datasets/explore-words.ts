import { exploreSearch, type ExploreSearch } from "@/lib/datasets/schema";

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

/** What an address says beside what Explore shows: two with the same are one page to the server. */
export function besideExplore({ pathname, search }: Pick<URL, "pathname" | "search">): string {
  const words = new URLSearchParams(search);
  for (const name of Object.keys(exploreSearch.shape)) words.delete(name);
  words.sort();
  return `${pathname}?${words}`;
}
