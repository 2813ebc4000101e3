/**
 * Something to be shown: text, or an element of HTML or SVG. What is written once as this is drawn by pages
 * and written into files alike, and text is never taken for markup.
 */
export type Markup = string | MarkupElement;
export type MarkupElement = { tag: Tag; attributes: Attributes; children: Markup[] };
type Attributes = Record<string, string | number | undefined>;
/** Elements that only show something; none runs, loads or leads elsewhere but a link within the page. */
type Tag =
  | "a"
  | "article"
  | "caption"
  | "code"
  | "dd"
  | "details"
  | "div"
  | "dl"
  | "dt"
  | "figcaption"
  | "figure"
  | "h1"
  | "h2"
  | "h3"
  | "h4"
  | "li"
  | "nav"
  | "ol"
  | "p"
  | "section"
  | "small"
  | "span"
  | "strong"
  | "summary"
  | "table"
  | "tbody"
  | "td"
  | "th"
  | "thead"
  | "tr"
  | "ul"
  | "svg"
  | "g"
  | "circle"
  | "path"
  | "rect"
  | "text"
  | "title";

/** An element; children that are null or false are left out. */
export function el(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Markup | readonly Markup[] | null | false)[]
): MarkupElement {
  const kept = children.flat().filter((child) => child !== null && child !== false) as Markup[];
  return { tag, attributes, children: kept };
}

/** Markup as text of HTML, everything in it escaped. */
export function toHtml(markup: Markup): string {
  if (typeof markup === "string") return escapeHtml(markup);
  const { tag, attributes, children } = markup;
  const words = Object.entries(attributes).map(([name, value]) =>
    value === undefined ? "" : ` ${name}="${escapeHtml(String(value))}"`,
  );
  return `<${tag}${words.join("")}>${children.map(toHtml).join("")}</${tag}>`;
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as it stands in HTML, between tags or in quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}
