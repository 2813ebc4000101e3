"use client";

import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { flushSync } from "react-dom";
import type { CellId } from "@/lib/notebooks/graph";

/** Cells are drawn so far above and below of what is seen, in heights of the window. */
const margin = "120% 0px";
/** So many cells are drawn before it is known what is seen; a notebook of no more stays drawn whole. */
const first = 60;

/** Which cells are near to what is seen: only these are drawn, the others keep their place. */
export type Near = ReturnType<typeof nearOf>;

function nearOf(ids: readonly CellId[]) {
  const near = new Set(ids.slice(0, first));
  const [heights, elements] = [new Map<CellId, number>(), new Map<Element, CellId>()];
  const listeners = new Map<CellId | "any", Set<() => void>>();
  let [all, observer]: [boolean, IntersectionObserver | null] = [false, null];

  const tell = (...which: (CellId | "any")[]) => {
    for (const one of which) for (const listener of listeners.get(one) ?? []) listener();
  };
  function see(entries: readonly IntersectionObserverEntry[]): void {
    const changed = entries.flatMap(({ target, isIntersecting, boundingClientRect }) => {
      const id = elements.get(target);
      if (id === undefined || near.has(id) === isIntersecting) return [];
      if (!isIntersecting && elements.size <= first) return [];
      if (isIntersecting) near.add(id);
      else if (near.delete(id)) heights.set(id, boundingClientRect.height);
      return [id];
    });
    if (changed.length > 0) tell(...changed, "any");
  }

  return {
    is: (id: CellId) => all || near.has(id),
    /** How high a cell was when it was drawn last; undefined before. */
    height: (id: CellId) => heights.get(id),
    subscribe(to: CellId | "any", listener: () => void): () => void {
      const those = listeners.get(to) ?? new Set();
      listeners.set(to, those.add(listener));
      return () => void those.delete(listener);
    },
    watch(element: Element, id: CellId): () => void {
      elements.set(element, id);
      observer?.observe(element);
      return () => {
        elements.delete(element);
        observer?.unobserve(element);
      };
    },
    open(): () => void {
      observer = new IntersectionObserver(see, { rootMargin: margin });
      for (const element of elements.keys()) observer.observe(element);
      return () => observer?.disconnect();
    },
    /** Draws all of them, as for paper, or only those near again. */
    drawAll(yes: boolean): void {
      all = yes;
      tell(...elements.values(), "any");
    },
  };
}

/** Follows which of a notebook's cells are near; on paper all of them are. */
export function useNear(ids: readonly CellId[]): Near {
  const [near] = useState(() => nearOf(ids));
  useEffect(() => {
    const close = near.open();
    const draw = (yes: boolean) => () => flushSync(() => near.drawAll(yes));
    const [before, after] = [draw(true), draw(false)];
    addEventListener("beforeprint", before);
    addEventListener("afterprint", after);
    return () => {
      close();
      removeEventListener("beforeprint", before);
      removeEventListener("afterprint", after);
    };
  }, [near]);
  return near;
}

/** Whether a cell is near, and the function that has its element watched. */
export function useIsNear(near: Near, id: CellId) {
  const subscribe = useCallback((hear: () => void) => near.subscribe(id, hear), [near, id]);
  const is = () => near.is(id);
  const isNear = useSyncExternalStore(subscribe, is, is);
  const leave = useRef<(() => void) | null>(null);
  const watch = useCallback(
    (element: HTMLElement | null) => {
      leave.current?.();
      leave.current = element ? near.watch(element, id) : null;
    },
    [near, id],
  );
  return { isNear, watch };
}
