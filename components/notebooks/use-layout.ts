"use client";

import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { CellId } from "@/lib/notebooks/graph";
import type { ToFrame } from "@/lib/notebooks/protocol";
import type { Session } from "@/lib/notebooks/session";
import type { Near } from "./use-near";

/**
 * A browser puts a frame to sleep that shows nothing at all, and with it the cells: one pixel keeps it awake.
 */
const corner = 'path("M0 0h1v1h-1z")';

/**
 * Keeps the frame's outputs where the page has left room for them: tells the frame each place,
 * and cuts it out there. Only cells that are near have room; the outputs of the others are put aside.
 */
export function useLayout(
  session: Session,
  near: Near,
  send: (message: ToFrame) => void,
  generation: number,
) {
  const room = useRef<HTMLDivElement>(null);
  const slots = useRef(new Map<CellId, HTMLElement>());
  const refs = useRef(new Map<CellId, (element: HTMLElement | null) => void>());
  const last = useRef("");
  const [clip, setClip] = useState(corner);

  const place = useCallback(() => {
    const around = room.current?.getBoundingClientRect();
    if (!around) return;
    const rects = [...slots.current].map(([id, element]) => ({ id, box: element.getBoundingClientRect() }));
    const left = rects[0] ? rects[0].box.left - around.left : 0;
    const layout: ToFrame = {
      op: "layout",
      left,
      tops: Object.fromEntries(rects.map(({ id, box }) => [id, box.top - around.top])),
      width: rects[0]?.box.width ?? around.width,
    };
    const paths = rects
      .filter(({ box }) => box.height > 1)
      .map(({ box }) => `M${left} ${box.top - around.top}h${box.width}v${box.height}h${-box.width}z`);
    // an output that has just come was not there when its place was told, though the place is the same
    const now = JSON.stringify([layout, paths]);
    if (now !== last.current) send(layout);
    last.current = now;
    setClip(corner.replace('")', `${paths.join("")}")`));
  }, [send]);

  useLayoutEffect(() => {
    last.current = ""; // a new frame knows nothing of what the former was told
    place();
  }, [place, generation]);
  useEffect(() => {
    const observer = new ResizeObserver(place);
    if (room.current) observer.observe(room.current);
    let due = false;
    const atNextFrame = () => {
      if (due) return;
      due = true;
      requestAnimationFrame(() => {
        due = false;
        place();
      });
    };
    const leave = [session.subscribe("any", atNextFrame), near.subscribe("any", atNextFrame)];
    return () => {
      observer.disconnect();
      for (const end of leave) end();
    };
  }, [place, session, near]);

  const slot = useCallback((id: CellId) => {
    const known = refs.current.get(id);
    if (known) return known;
    const ref = (element: HTMLElement | null) =>
      void (element ? slots.current.set(id, element) : slots.current.delete(id));
    refs.current.set(id, ref);
    return ref;
  }, []);

  return { room, slot, clip };
}
