import { integer } from "@/lib/format";
import type { OutputPart } from "@/lib/notebooks/output-parts";
import { inertMarkup } from "./inert-markup";
import { storedTable, tableNode } from "./table-node";

/** What a cell showed when it ran last, to look at: nothing of it runs. */
export function storedNodes(part: OutputPart): Node[] {
  switch (part.kind) {
    case "text":
      return withCut(textNode(part.text), part.cut);
    case "printed":
      return withCut(textNode(part.text, part.stream === "stderr"), part.cut);
    case "markup":
      return markupNodes(part.text);
    case "picture": {
      const image = document.createElement("img");
      image.src = `data:${part.mime};base64,${part.base64}`;
      image.alt = "A figure of this cell";
      return [image];
    }
    case "table": {
      const { length } = part.rows;
      const more = `The first ${integer(length)} of ${integer(part.total)} rows: run the cell to see all.`;
      return [tableNode(storedTable(part)), ...(part.total > length ? [foot(more)] : [])];
    }
    case "error":
      return [errorNode(part)];
    case "note":
      return [foot(part.text)];
  }
}

function markupNodes(text: string): Node[] {
  const { node, dropped } = inertMarkup(text);
  return [
    ...node.childNodes,
    ...(dropped > 0 ? [foot("Some of this shows and works once the cell runs.")] : []),
  ];
}

function errorNode({ name, message, line }: Extract<OutputPart, { kind: "error" }>): HTMLElement {
  const box = document.createElement("p");
  box.className = "stored-error";
  box.textContent = `${name}: ${message}${line ? ` (line ${line})` : ""}`;
  return box;
}

function withCut(node: HTMLElement, cut: number): Node[] {
  return cut > 0 ? [node, foot(`… and ${integer(cut)} characters more`)] : [node];
}

function textNode(text: string, isBad = false): HTMLElement {
  const element = document.createElement("pre");
  element.className = isBad ? "value bad" : "value";
  element.textContent = text;
  return element;
}

function foot(text: string): HTMLElement {
  const line = document.createElement("p");
  line.className = "out-foot";
  line.textContent = text;
  return line;
}
