import type { MadeFile } from "./savable";
import { createSlices } from "./slices";
import { chartStyle, properties } from "./chart-style";

const space = "http://www.w3.org/2000/svg";
/** What is smaller is no chart but a sign in a text, in pixels. */
const smallest = 24;
/** Elements are copied in blocks of so many, between which others have their turn. */
const block = 100;
const inSlices = createSlices();

/** Whether an element is a chart: a picture drawn by elements, or a figure with such and its legend. */
export function isChart(element: Element): boolean {
  if (element.closest(".table-box, form, button")) return false;
  const within = element.parentElement?.closest("figure, svg");
  if (within) return false;
  if (element instanceof HTMLElement && !element.querySelector("svg")) return false;
  const { width, height } = element.getBoundingClientRect();
  return width >= smallest && height >= smallest;
}

/**
 * A chart as a file that looks alone as it does here: colours and fonts by name stand at their elements, its
 * ground is that of the page, and what is text around it (a title, a legend) is part of the picture.
 *
 * @throws {Error} where it is gone before it is copied
 */
export async function chartFile(element: Element): Promise<MadeFile> {
  const frame = element.getBoundingClientRect();
  const root = document.createElementNS(space, "svg");
  const ground = root.appendChild(document.createElementNS(space, "rect"));
  const charts = element instanceof SVGSVGElement ? [element] : outermost(element);
  const steps = (function* () {
    const rights = charts.map((chart) => chart.getBoundingClientRect().right);
    for (const chart of charts) yield* copyChart(chart, root, frame);
    rights.push(...(yield* copyTexts(element, root, frame)));
    // a figure is as wide as its cell, and what it holds is not
    const [width, height] = [Math.ceil(Math.max(...rights) - frame.x), Math.ceil(frame.height)];
    setAll(root, { width, height, viewBox: `0 0 ${width} ${height}` });
    setAll(ground, { width, height, fill: groundColour() });
  })();
  if (!(await inSlices(steps, { isWanted: () => element.isConnected, isUrgent: true })))
    throw new Error("The cell has run again meanwhile: its new chart is the one to save.");
  return { bytes: new TextEncoder().encode(new XMLSerializer().serializeToString(root)), note: null };
}

function setAll(element: Element, attributes: Record<string, string | number>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}

function outermost(figure: Element): SVGSVGElement[] {
  return [...figure.querySelectorAll("svg")].filter((svg) => !svg.parentElement?.closest("svg"));
}

function* copyChart(chart: SVGSVGElement, root: Element, frame: DOMRect): Generator<undefined, void> {
  const { x, y, width, height } = chart.getBoundingClientRect();
  const counted = { elements: 0 };
  const copy = yield* copyOf(chart, null, counted);
  const place = { x: x - frame.x, y: y - frame.y, width, height };
  setAll(copy, place);
  if (!copy.hasAttribute("viewBox")) copy.setAttribute("viewBox", `0 0 ${width} ${height}`);
  root.append(copy);
}

type Above = { style: CSSStyleDeclaration } | null;

function* copyOf(
  element: Element,
  above: Above,
  counted: { elements: number },
): Generator<undefined, SVGElement> {
  counted.elements += 1;
  if (counted.elements % block === 0) yield;
  const copy = document.createElementNS(space, element.localName);
  for (const { name, value } of element.attributes)
    if (!properties.has(name) && !/^(class|style|on.*|xmlns)$/.test(name))
      if (name.startsWith("xlink:")) copy.setAttribute("href", value);
      else copy.setAttribute(name, value);
  const style = getComputedStyle(element);
  const own = chartStyle(style, above?.style ?? null);
  if (own) copy.setAttribute("style", own);
  for (const child of element.childNodes) {
    if (child instanceof Text) copy.append(child.data);
    else if (child instanceof SVGElement && child.localName !== "style")
      copy.append(yield* copyOf(child, { style }, counted));
  }
  return copy;
}

/** Text around charts becomes text of the picture, word by word where it stands; where each word ends. */
function* copyTexts(element: Element, root: Element, frame: DOMRect): Generator<undefined, number[]> {
  const rights: number[] = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent || parent.closest("svg, style, script")) continue;
    for (const { index, 0: word } of (node as Text).data.matchAll(/\S+/g)) {
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const { x, y, width, height } = range.getBoundingClientRect();
      if (width === 0) continue;
      rights.push(x + width);
      const text = root.appendChild(document.createElementNS(space, "text"));
      text.textContent = word;
      const style = getComputedStyle(parent);
      setAll(text, { x: x - frame.x, y: y - frame.y + height / 2, fill: style.color });
      const look = ["font-family", "font-size", "font-weight", "font-style"] as const;
      const words = look.map((name) => `${name}:${style.getPropertyValue(name)}`);
      text.setAttribute("style", [...words, "dominant-baseline:central"].join(";"));
    }
    yield;
  }
  return rights;
}

/** The colour that the page has behind what cells show. */
function groundColour(): string {
  const probe = document.body.appendChild(document.createElement("span"));
  probe.style.color = "var(--surface)";
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
