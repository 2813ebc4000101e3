import { hearPrinted } from "@/lib/notebooks/runtime/hear-printed";

/** So many lines of a run are shown; what comes later is counted, and stands in the browser's console. */
const linesShown = 200;

/**
 * Shows what cells print: each line goes to the place of the cell whose code printed it.
 *
 * @param placeOf where a cell's lines go; null for one that is gone
 */
export function showPrinted(placeOf: (id: number) => HTMLElement | null): void {
  const heard: Parameters<typeof hearPrinted>[0] = (cell, line) => {
    const place = placeOf(cell);
    if (place) print(place, line);
  };
  hearPrinted(heard, { isPassedOn: true });
}

function print(place: HTMLElement, { isBad, text }: { isBad: boolean; text: string }): void {
  const count = Number(place.dataset.lines ?? 0) + 1;
  place.dataset.lines = String(count);
  if (count > linesShown) {
    const foot = place.querySelector(".more") ?? place.appendChild(document.createElement("p"));
    foot.className = "out-foot more";
    foot.textContent = `${(count - linesShown).toLocaleString("en")} more lines, in the browser's console`;
    return;
  }
  const line = place.appendChild(document.createElement("pre"));
  line.className = isBad ? "value bad" : "value";
  line.textContent = text.slice(0, 4_000) + (text.length > 4_000 ? " …" : "");
}
