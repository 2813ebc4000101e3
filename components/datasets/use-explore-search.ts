"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { onPageRead } from "@/components/live/page-read";
import { exploreSearch, type ExploreSearch } from "@/lib/datasets/schema";
import { besideExplore, exploreWords } from "./explore-words";

export type ExploreChange = Partial<ExploreSearch>;

const read = (words: string) => exploreSearch.parse(Object.fromEntries(new URLSearchParams(words)));

/**
 * What Explore shows, as the address says it. A change is written there at once, without asking the server:
 * a new entry of the browser's history, or, of what is typed letter by letter, the present one.
 */
export function useExploreSearch(): [
  ExploreSearch,
  (change: ExploreChange, how?: "push" | "replace") => void,
] {
  const first = useSearchParams().toString();
  const [words, setWords] = useState(first);
  const shown = useRef(first);
  const show = useCallback((next: string) => {
    shown.current = next;
    setWords(next);
  }, []);
  useOwnEntries(first, shown, show);
  const search = useMemo(() => read(words), [words]);
  const go = useCallback(
    (change: ExploreChange, how: "push" | "replace" = "push") => {
      const now = new URLSearchParams(shown.current);
      const next = String(exploreWords(now, { ...read(shown.current), ...change }));
      write(how, next);
      show(next);
    },
    [show],
  );
  return [search, go];
}

/**
 * The router's own state goes with each entry, so that it takes them for the page that it shows. It is not
 * told of them: where it hears of one while it reads the page anew, it waits for that page for ever at the
 * next way back to it.
 */
function write(how: "push" | "replace", words: string): void {
  const address = `${location.pathname}${words && `?${words}`}`;
  if (how === "push") history.pushState(history.state, "", address);
  else history.replaceState(history.state, "", address);
}

/** Back and Forward between entries that differ in what Explore shows alone stay in the page. */
function useOwnEntries(first: string, shown: { current: string }, show: (words: string) => void) {
  useEffect(() => {
    const here = besideExplore(location);
    show(location.search.slice(1));
    const onTraversal = (event: PopStateEvent) => {
      if (besideExplore(location) !== here) return;
      event.stopImmediatePropagation();
      show(location.search.slice(1));
    };
    addEventListener("popstate", onTraversal, { capture: true });
    // The router writes the address that it knows whenever it has read the page anew.
    const stop = onPageRead(() => {
      if (besideExplore(location) === here && location.search.slice(1) !== shown.current)
        write("replace", shown.current);
    });
    return () => {
      removeEventListener("popstate", onTraversal, { capture: true });
      stop();
    };
  }, [first, shown, show]);
}
