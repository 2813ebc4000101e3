import type { OutputPart } from "@/lib/notebooks/output-parts";

const parts = new WeakMap<Node, () => OutputPart>();

/** Says as what something that is shown is kept, where its elements do not say it. */
export function keepAs<Shown extends Node>(node: Shown, part: () => OutputPart): Shown {
  parts.set(node, part);
  return node;
}

/** What says as what something is kept; undefined where its elements do. */
export function keptAs(node: Node): (() => OutputPart) | undefined {
  return parts.get(node);
}
