import { GlobalWindow } from "happy-dom";

/** Classes of the DOM that libraries of cells ask for by their names. */
const names = [
  ...["Node", "Element", "HTMLElement", "SVGElement", "Text", "Comment", "Document", "DocumentFragment"],
  ...["NodeList", "HTMLCollection", "NodeFilter", "Event", "CustomEvent", "MutationObserver"],
  ...["HTMLFormElement", "HTMLInputElement", "HTMLSelectElement", "HTMLButtonElement", "HTMLCanvasElement"],
  ...["DOMParser", "XMLSerializer"],
] as const;

/** A document that nobody sees, in which cells make charts, inputs and markup. */
export function installDocument(): void {
  const window = new GlobalWindow() as unknown as Record<string, unknown> & { document: Document };
  const classes = names.map((name) => [name, window[name]]);
  Object.assign(globalThis, Object.fromEntries(classes), { window: globalThis, document: window.document });
  const { prototype } = globalThis.HTMLCanvasElement;
  Object.assign(prototype, {
    getContext(this: HTMLCanvasElement, kind: string) {
      return kind === "2d" ? pictureOf(this) : null;
    },
    toDataURL(this: HTMLCanvasElement) {
      const { rects } = pictureOf(this);
      const svg =
        `<svg xmlns="http://www.w3.org/2000/svg" width="${this.width}" height="${this.height}" ` +
        `shape-rendering="crispEdges">${rects.join("")}</svg>`;
      return `data:image/svg+xml,${encodeURIComponent(svg)}`;
    },
  });
}

type Picture = { rects: string[]; fillStyle: string; fillRect: (...place: number[]) => void };
const pictures = new WeakMap<HTMLCanvasElement, Picture>();

/** What is drawn on a canvas, as far as the legends of charts draw: rectangles of one colour. */
function pictureOf(canvas: HTMLCanvasElement): Picture {
  const known = pictures.get(canvas);
  if (known) return known;
  const picture: Picture = {
    rects: [],
    fillStyle: "#000",
    fillRect: (x = 0, y = 0, width = 0, height = 0) =>
      void picture.rects.push(
        `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${picture.fillStyle}"/>`,
      ),
  };
  pictures.set(canvas, picture);
  return picture;
}
