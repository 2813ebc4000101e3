"use client";

import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Cell } from "@/lib/notebooks/schema";
import type { ToFrame } from "./frame/messages";
import type { CellState } from "./cell-state";

/**
 * A browser puts a frame to sleep that shows nothing at all, and with it the cells: one pixel keeps it awake.
 */
const corner = 'path("M0 0h1v1h-1z")';

/**
 * Keeps the frame's outputs where the page has left room for them: tells the frame each place,
 * and cuts it out there.
 */
export function useLayout(
  cells: readonly Cell[],
  states: Record<number, CellState>,
  send: (message: ToFrame) => void,
  generation: number,
) {
  const room = useRef<HTMLDivElement>(null);
  const slots = useRef(new Map<number, HTMLElement>());
  const refs = useRef(new Map<number, (element: HTMLElement | null) => void>());
  const [clip, setClip] = useState(corner);

  const place = useCallback(() => {
    const around = room.current?.getBoundingClientRect();
    if (!around) return;
    const rects = [...slots.current].map(([id, element]) => ({ id, box: element.getBoundingClientRect() }));
    const left = rects[0] ? rects[0].box.left - around.left : 0;
    send({
      op: "layout",
      left,
      tops: Object.fromEntries(rects.map(({ id, box }) => [id, box.top - around.top])),
      width: rects[0]?.box.width ?? around.width,
    });
    const paths = rects
      .filter(({ box }) => box.height > 1)
      .map(({ box }) => `M${left} ${box.top - around.top}h${box.width}v${box.height}h${-box.width}z`);
    setClip(corner.replace('")', `${paths.join("")}")`));
  }, [send]);

  useLayoutEffect(place, [place, cells, states, generation]);
  useEffect(() => {
    if (!room.current) return;
    const observer = new ResizeObserver(place);
    observer.observe(room.current);
    return () => observer.disconnect();
  }, [place]);

  const slot = useCallback((id: number) => {
    const known = refs.current.get(id);
    if (known) return known;
    const ref = (element: HTMLElement | null) =>
      void (element ? slots.current.set(id, element) : slots.current.delete(id));
    refs.current.set(id, ref);
    return ref;
  }, []);

  return { room, slot, clip };
}
