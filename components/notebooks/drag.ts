import { dropPlace, scrollStep, type CellSpan } from "@/lib/notebooks/drop-place";
import type { CellId } from "@/lib/notebooks/graph";

/** A pointer that moves less than this is a press, in pixels. */
const still = 4;

type Drag = {
  id: CellId;
  /** What was pressed; it hears of the pointer until the end, also over outputs. */
  grip: Element;
  pointer: { id: number; y: number };
  room: HTMLElement;
  /** Draws the line where the cell would stand, in pixels below the room's top; null for none. */
  show: (line: number | null) => void;
  drop: (id: CellId, after: CellId | null) => void;
  press: (id: CellId) => void;
};

/** Follows a pointer that drags a cell until it is dropped, or Esc, or the pointer is lost. */
export function startDrag({ id, grip, pointer, room, ...tell }: Drag): void {
  const ended = new AbortController();
  const { signal } = ended;
  let [y, isMoving] = [pointer.y, false];
  const now = () => dropPlace(spansOf(room), id, y);

  function follow(): void {
    if (signal.aborted) return;
    const step = scrollStep(y, innerHeight);
    if (step !== 0) scrollBy(0, step);
    const place = now();
    tell.show(place && place.line - room.getBoundingClientRect().top);
    requestAnimationFrame(follow);
  }
  function end(): void {
    ended.abort();
    delete room.dataset.dragging;
    document.getElementById(`cell-${id}`)?.removeAttribute("data-dragged");
    tell.show(null);
  }
  function moved({ clientY }: PointerEvent): void {
    y = clientY;
    if (isMoving || Math.abs(y - pointer.y) < still) return;
    isMoving = true;
    room.dataset.dragging = "";
    document.getElementById(`cell-${id}`)?.setAttribute("data-dragged", "");
    follow();
  }
  function released({ clientY }: PointerEvent): void {
    y = clientY;
    const place = isMoving ? now() : null;
    end();
    if (place) tell.drop(id, place.after);
    else if (!isMoving) tell.press(id);
  }
  const on = { signal };
  grip.setPointerCapture(pointer.id);
  grip.addEventListener("pointermove", (event) => moved(event as PointerEvent), on);
  grip.addEventListener("pointerup", (event) => released(event as PointerEvent), on);
  for (const event of ["pointercancel", "lostpointercapture"]) grip.addEventListener(event, end, on);
  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      end();
    },
    { signal, capture: true },
  );
}

function spansOf(room: HTMLElement): CellSpan[] {
  return [...room.querySelectorAll("article.cell")].map((cell) => {
    const { top, bottom } = cell.getBoundingClientRect();
    return { id: Number(cell.id.replace("cell-", "")), top, bottom };
  });
}
