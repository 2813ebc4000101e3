/** Of elements of a picture: those that come from the element above, and what they are without one. */
const inherited: Record<string, string> = {
  fill: "rgb(0, 0, 0)",
  "fill-opacity": "1",
  "fill-rule": "nonzero",
  stroke: "none",
  "stroke-width": "1px",
  "stroke-opacity": "1",
  "stroke-dasharray": "none",
  "stroke-dashoffset": "0px",
  "stroke-linecap": "butt",
  "stroke-linejoin": "miter",
  "stroke-miterlimit": "4",
  "font-family": "",
  "font-size": "",
  "font-weight": "400",
  "font-style": "normal",
  "font-variant-numeric": "normal",
  "letter-spacing": "normal",
  "text-anchor": "start",
  "dominant-baseline": "auto",
  "paint-order": "normal",
  "shape-rendering": "auto",
  "image-rendering": "auto",
  "white-space": "normal",
  visibility: "visible",
  "marker-start": "none",
  "marker-mid": "none",
  "marker-end": "none",
};
/** Those that are the element's own, and what they are where nobody says. */
const own: Record<string, string> = {
  opacity: "1",
  display: "inline",
  "stop-color": "rgb(0, 0, 0)",
  "stop-opacity": "1",
  "mix-blend-mode": "normal",
  "vector-effect": "none",
};

/** Attributes that a style says, once it is resolved. */
export const properties: ReadonlySet<string> = new Set([...Object.keys(inherited), ...Object.keys(own)]);

type Style = Pick<CSSStyleDeclaration, "getPropertyValue">;

/**
 * What has to stand at an element so that it looks without its style sheets as it does with them.
 *
 * @param above the style of the element that holds its copy; null for the outermost
 */
export function chartStyle(style: Style, above: Style | null): string {
  const said: string[] = [];
  for (const [name, initial] of Object.entries(inherited)) {
    const value = style.getPropertyValue(name);
    if (value !== "" && value !== (above ? above.getPropertyValue(name) : initial))
      said.push(`${name}:${value}`);
  }
  for (const [name, initial] of Object.entries(own)) {
    const value = style.getPropertyValue(name);
    const isUsual = value === initial || (name === "display" && value !== "none");
    if (value !== "" && !isUsual) said.push(`${name}:${value}`);
  }
  return said.join(";");
}
