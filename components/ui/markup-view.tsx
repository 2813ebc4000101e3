import { createElement, memo, type ReactNode } from "react";
import type { Markup } from "@/lib/markup";

const reactNames: Record<string, string> = { class: "className", colspan: "colSpan", tabindex: "tabIndex" };

/** Markup on a page. */
export const MarkupView = memo(function MarkupView({ markup }: { markup: Markup }) {
  return <>{toNode(markup)}</>;
});

function toNode(markup: Markup): ReactNode {
  if (typeof markup === "string") return markup;
  const { tag, attributes, children } = markup;
  const named = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [reactNames[name] ?? camel(name), value]),
  );
  return createElement(tag, named, ...children.map(toNode));
}

/** Attributes of SVG have names of several words; what describes an element keeps its hyphen. */
function camel(name: string): string {
  return /^(aria|data)-/.test(name)
    ? name
    : name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
