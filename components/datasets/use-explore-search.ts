"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { exploreSearch, type ExploreSearch } from "@/lib/datasets/schema";
import { exploreWords } from "./explore-words";

export type ExploreChange = Partial<ExploreSearch>;

const changed = "explore-search";

function subscribe(listener: () => void): () => void {
  addEventListener("popstate", listener);
  addEventListener(changed, listener);
  return () => {
    removeEventListener("popstate", listener);
    removeEventListener(changed, listener);
  };
}

/**
 * What Explore shows, as the address says it. A change is written there at once, without asking the server:
 * a new entry of the browser's history, or, of what is typed letter by letter, the present one.
 */
export function useExploreSearch(): [
  ExploreSearch,
  (change: ExploreChange, how?: "push" | "replace") => void,
] {
  const first = useSearchParams().toString();
  // The address itself is read: the router hears of Back late, or after a reload not at all.
  const words = useSyncExternalStore(
    subscribe,
    () => location.search,
    () => `?${first}`,
  );
  const search = useMemo(() => exploreSearch.parse(Object.fromEntries(new URLSearchParams(words))), [words]);
  const go = useCallback((change: ExploreChange, how: "push" | "replace" = "push") => {
    const now = new URLSearchParams(location.search);
    const next = exploreWords(now, { ...exploreSearch.parse(Object.fromEntries(now)), ...change });
    if (how === "push") history.pushState(null, "", `?${next}`);
    else history.replaceState(null, "", `?${next}`);
    dispatchEvent(new Event(changed));
  }, []);
  return [search, go];
}
