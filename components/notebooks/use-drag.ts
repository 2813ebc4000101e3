"use client";

import { useState, type PointerEvent } from "react";
import type { CellId } from "@/lib/notebooks/graph";
import { startDrag } from "./drag";

type Parts = {
  drop: (id: CellId, after: CellId | null) => void;
  press: (id: CellId) => void;
};

/** Cells are dragged by their handles; `line` is where one would stand, in pixels below the room's top. */
export function useDrag({ drop, press }: Parts) {
  const [line, setLine] = useState<number | null>(null);
  const onPointerDown = (event: PointerEvent) => {
    const { target, currentTarget, button, pointerId, clientY } = event;
    const grip = target instanceof Element ? target.closest(".grip") : null;
    const cell = grip?.closest("article.cell");
    if (!grip || !cell || button !== 0 || !(currentTarget instanceof HTMLElement)) return;
    event.preventDefault(); // no text is chosen on the way
    startDrag({
      id: Number(cell.id.replace("cell-", "")),
      ...{ grip, room: currentTarget, pointer: { id: pointerId, y: clientY } },
      ...{ drop, press, show: setLine },
    });
  };
  return { line, onPointerDown };
}
