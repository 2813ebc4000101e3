"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { exploreSearch, type ExploreSearch } from "@/lib/datasets/schema";
import { exploreWords } from "./explore-words";

export type ExploreChange = Partial<ExploreSearch>;

/**
 * What Explore shows, as the address says it. A change is written there at once, without asking the server:
 * a new entry of the browser's history, or, of what is typed letter by letter, the present one.
 */
export function useExploreSearch(): [
  ExploreSearch,
  (change: ExploreChange, how?: "push" | "replace") => void,
] {
  const words = useSearchParams();
  const search = useMemo(() => exploreSearch.parse(Object.fromEntries(words)), [words]);
  const go = useCallback((change: ExploreChange, how: "push" | "replace" = "push") => {
    const now = new URLSearchParams(location.search);
    const next = exploreWords(now, { ...exploreSearch.parse(Object.fromEntries(now)), ...change });
    if (how === "push") history.pushState(null, "", `?${next}`);
    else history.replaceState(null, "", `?${next}`);
  }, []);
  return [search, go];
}
