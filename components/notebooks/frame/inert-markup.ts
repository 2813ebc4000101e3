const words = (text: string) => new Set(text.split(/\s+/));
const elements = words(
  `a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure
  h1 h2 h3 h4 h5 h6 hr i img ins kbd label li mark ol p pre q s samp small span strong sub summary sup
  table tbody td tfoot th thead time tr u ul var wbr header footer main article aside center font meter
  progress svg g path rect circle ellipse line polyline polygon text tspan textPath defs clipPath
  linearGradient radialGradient stop mask marker pattern symbol use image title desc`,
);
/** Attributes that neither do, load nor lead anywhere. */
const attributes = words(
  `lang dir role align valign colspan rowspan scope start value max min width height open
  aria-hidden aria-rowcount aria-rowindex aria-sort span
  fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset
  stroke-linecap stroke-linejoin stroke-miterlimit opacity color font-family font-size font-style
  font-variant font-weight text-anchor dominant-baseline alignment-baseline letter-spacing transform
  transform-origin viewBox preserveAspectRatio d x y x1 y1 x2 y2 cx cy r rx ry dx dy points offset
  stop-color stop-opacity gradientUnits gradientTransform patternUnits patternTransform
  patternContentUnits markerWidth markerHeight markerUnits refX refY orient clip-path clip-rule mask
  marker-start marker-mid marker-end clipPathUnits maskUnits rotate textLength lengthAdjust startOffset
  paint-order vector-effect mix-blend-mode shape-rendering text-rendering image-rendering visibility
  display`,
);
/** Attributes that are read as text alone. */
const texts = words("class id title alt aria-label aria-description aria-roledescription");
/** Beginnings of the names of properties of styles that change how something looks, and not where it is. */
const styles = [
  ...words(
    `color background-color fill stroke opacity font text line-height letter-spacing white-space word
    overflow-wrap vertical-align width min-width max-width height min-height max-height margin padding border
    display flex align justify gap row-gap column-gap grid list-style-type table-layout --plot- paint-order
    mix-blend-mode`,
  ),
];
const silent = words("style script noscript template");
const picture = /^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]*$/;
const deepest = 200;

/**
 * Markup that somebody's cell once gave, made anew of what is on a list: nothing in it runs, loads or leads
 * anywhere.
 *
 * @returns what is left, and how many elements are left out that would show something
 */
export function inertMarkup(text: string): { node: DocumentFragment; dropped: number } {
  // a document that is not shown: what is parsed here runs and loads nothing
  const parsed = new DOMParser().parseFromString(text, "text/html");
  const count = { dropped: 0 };
  const node = document.createDocumentFragment();
  for (const child of parsed.body.childNodes) copyInto(node, child, { count, depth: 0 });
  return { node, dropped: count.dropped };
}

type Copying = { count: { dropped: number }; depth: number };

function copyInto(target: Node, source: Node, { count, depth }: Copying): void {
  if (source.nodeType === Node.TEXT_NODE)
    target.appendChild(document.createTextNode(source.textContent ?? ""));
  if (!(source instanceof Element)) return;
  if (!elements.has(source.localName) || depth > deepest) {
    if (!silent.has(source.localName)) count.dropped += 1;
    return;
  }
  const made = document.createElementNS(source.namespaceURI, source.localName) as HTMLElement | SVGElement;
  for (const { name, value } of source.attributes) copyAttribute(made, name, value);
  copyStyle(made, source as HTMLElement);
  target.appendChild(made);
  for (const child of source.childNodes) copyInto(made, child, { count, depth: depth + 1 });
}

function copyAttribute(made: Element, name: string, value: string): void {
  const isPicture =
    (name === "src" && made.localName === "img") || (/href$/.test(name) && made.localName === "image");
  const isPlace = /^(xlink:)?href$/.test(name) && ["use", "textPath"].includes(made.localName);
  if (isPicture && picture.test(value)) made.setAttribute(name === "xlink:href" ? "href" : name, value);
  else if (isPlace && /^#[\w-]+$/.test(value)) made.setAttribute("href", value);
  else if (texts.has(name) || (attributes.has(name) && isLocal(value))) made.setAttribute(name, value);
}

function copyStyle(made: HTMLElement | SVGElement, { style }: HTMLElement): void {
  for (const property of style) {
    const value = style.getPropertyValue(property);
    if (styles.some((name) => property.startsWith(name)) && isLocal(value))
      made.style.setProperty(property, value);
  }
}

/** Whether a value names nothing outside of its markup. */
function isLocal(value: string): boolean {
  return !/url\s*\(|image-set|\\/i.test(value.replaceAll(/url\(\s*["']?#[\w-]+["']?\s*\)/g, ""));
}
