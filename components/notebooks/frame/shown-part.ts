import { decodePlain } from "@/lib/notebooks/plain-values";
import type { PythonTold } from "@/lib/notebooks/protocol";
import { tableNode } from "./table-node";

type Shown = Extract<PythonTold, { op: "shown" }>;

/** Something that a Python cell shows; null where there is nothing but its note. */
export function shownNode({ mime, data }: Shown): Node | null {
  if (typeof data !== "string") return tableOf(data);
  if (data === "") return null;
  if (mime === "text/plain") return textNode(data);
  if (mime === "image/png") return imageNode(`data:image/png;base64,${data}`);
  if (mime === "image/svg+xml") return imageNode(`data:image/svg+xml,${encodeURIComponent(data)}`);
  const element = document.createElement("div");
  element.className = "html";
  element.innerHTML = data; // this document has nothing to reach, and runs what cells say anyway
  return element;
}

function tableOf({ names, columns }: { names: string[]; columns: unknown[][] }): HTMLElement {
  const cells = new Map(names.map((name, i) => [name, columns[i]!.map(decodePlain)]));
  return tableNode({
    numRows: () => columns[0]?.length ?? 0,
    columnNames: () => names,
    get: (name, row) => cells.get(name)![row],
  });
}

function textNode(text: string): HTMLElement {
  const element = document.createElement("pre");
  element.className = "value";
  element.textContent = text;
  return element;
}

/** A picture is no document: what is drawn in it runs nothing. */
function imageNode(source: string): HTMLElement {
  const image = document.createElement("img");
  image.src = source;
  image.alt = "A figure of this cell";
  return image;
}
