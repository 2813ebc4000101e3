import type { OutputPart } from "@/lib/notebooks/output-parts";
import { keptAs } from "./kept-as";

/** More elements than these are not written out to be kept. */
const elementsAtMost = 20_000;
const canRead = /^data:(image\/(?:png|jpeg|gif|webp));base64,/;

/** What a cell printed and shows, in the order in which it stands. */
export function partsOf({ printed, out }: { printed: HTMLElement; out: HTMLElement }): OutputPart[] {
  return [...printedParts(printed), ...[...out.childNodes].map(partOf).filter((part) => part !== null)];
}

function printedParts(place: HTMLElement): OutputPart[] {
  const parts: OutputPart[] = [];
  for (const line of place.children) {
    const text = line.textContent ?? "";
    if (line.localName !== "pre") parts.push({ kind: "note", text: text.slice(0, 1_000) });
    else {
      const stream = line.classList.contains("bad") ? "stderr" : "stdout";
      const last = parts.at(-1);
      if (last?.kind === "printed" && last.stream === stream) last.text += `\n${text}`;
      else parts.push({ kind: "printed", stream, text, cut: 0 });
    }
  }
  return parts;
}

function partOf(node: Node): OutputPart | null {
  const said = keptAs(node);
  if (said) return saidPart(said);
  if (!(node instanceof Element)) {
    const text = node.textContent ?? "";
    return text === "" ? null : { kind: "text", text, cut: 0 };
  }
  if (node.getElementsByTagName("*").length > elementsAtMost)
    return { kind: "note", text: "This output has too many parts to be kept: run the cell to see it." };
  if (node instanceof HTMLCanvasElement) return pictureOf(node.toDataURL("image/png"));
  if (node instanceof HTMLImageElement) return pictureOf(node.src) ?? markupOf(node);
  return markupOf(node);
}

/** Values can fail when they are looked at. */
function saidPart(said: () => OutputPart): OutputPart {
  try {
    return said();
  } catch {
    return { kind: "note", text: "This output cannot be kept: run the cell to see it." };
  }
}

function pictureOf(url: string): OutputPart | null {
  const [head, mime] = canRead.exec(url) ?? [];
  if (!head) return null;
  return { kind: "picture", mime: mime as "image/png", base64: url.slice(head.length) };
}

/** An element as text; what its text does not say of canvases and tables inside is put in their places. */
function markupOf(element: Element): OutputPart {
  const copy = element.cloneNode(true) as Element;
  const [canvases, drawn] = [element.querySelectorAll("canvas"), copy.querySelectorAll("canvas")];
  drawn.forEach((canvas, i) => {
    const image = document.createElement("img");
    image.src = canvases[i]!.toDataURL("image/png");
    canvas.replaceWith(image);
  });
  for (const table of copy.querySelectorAll(".table-box")) {
    const note = document.createElement("p");
    note.className = "out-foot";
    note.textContent = "A table, which shows once the cell runs.";
    table.replaceWith(note);
  }
  return element instanceof SVGElement
    ? { kind: "markup", mime: "image/svg+xml", text: new XMLSerializer().serializeToString(copy) }
    : { kind: "markup", mime: "text/html", text: copy.outerHTML };
}
