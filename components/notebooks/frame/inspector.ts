import { integer } from "@/lib/format";
import { partsAtOnce, partsOf, type Part, type Parts } from "./inspect-parts";
import { faultOf, wordsOf, type Kind, type Words } from "./inspect-words";
import { treeKeys } from "./tree-keys";

/** An object with no more parts than this is shown open. */
const openedAtMost = 30;
/** So many lines of one value are in the document; who wants more closes some. */
const linesAtMost = 5_000;
const labelShown = 200;

/** Counts the lines of one tree. */
type Tree = { root: HTMLElement; lines: number };

/**
 * Any value of JavaScript as a tree: each part opens at a click or by keys, long lists by pages. Getters are
 * called when somebody clicks them, and not before.
 */
export function inspectorElement(value: unknown): HTMLElement {
  const root = document.createElement("div");
  root.className = "value inspector";
  const words = wordsOf(value);
  if (!words.opens) {
    root.append(typeof value === "string" ? textElement(value) : wordsElement(words));
    return root;
  }
  root.role = "tree";
  root.ariaLabel = "Value";
  const tree: Tree = { root, lines: 0 };
  const line = lineElement(tree, { label: null, value, level: 1 });
  root.append(line);
  const first = line.querySelector<HTMLElement>("[role=treeitem]")!;
  first.tabIndex = 0;
  if (opensAtOnce(value)) first.click();
  treeKeys(root);
  return root;
}

/** A text that is the whole value stands as it is, in quotes, with its lines. */
function textElement(text: string): HTMLElement {
  const element = document.createElement("span");
  element.className = "v-text whole";
  element.textContent = `"${text}"`;
  return element;
}

function opensAtOnce(value: unknown): boolean {
  try {
    if (typeof value !== "object" || value === null || Symbol.iterator in value) return false;
    return partsOf(value).total <= openedAtMost;
  } catch {
    return false;
  }
}

function wordsElement({ text, kind }: Pick<Words, "text" | "kind">): HTMLElement {
  const element = document.createElement("span");
  element.className = `v-${kind}`;
  element.textContent = text;
  return element;
}

type Line = { label: string | null; value: unknown; level: number };

/** One line with room for what is within; null parts are drawn when it is opened. */
function lineElement(tree: Tree, { label, value, level }: Line): HTMLElement {
  const words = wordsOf(value);
  const { element, row } = emptyLine(tree, label, level);
  row.append(wordsElement(words));
  if (!words.opens) return element;
  row.ariaExpanded = "false";
  let within: HTMLElement | null = null;
  row.addEventListener("click", () => {
    if (within) {
      tree.lines -= within.querySelectorAll("[role=treeitem]").length;
      within.remove();
      within = null;
    } else {
      within = element.appendChild(document.createElement("div"));
      within.role = "group";
      drawPage(tree, within, { value, level: level + 1 });
    }
    row.ariaExpanded = String(within !== null);
  });
  return element;
}

function emptyLine(tree: Tree, label: string | null, level: number) {
  tree.lines += 1;
  const element = document.createElement("div");
  const row = element.appendChild(document.createElement("div"));
  row.role = "treeitem";
  row.ariaLevel = String(level);
  row.tabIndex = -1;
  row.className = "v-line";
  row.style.paddingLeft = `${Math.min(level - 1, 30) * 16}px`;
  if (label !== null) {
    const name = row.appendChild(document.createElement("span"));
    name.className = "v-name";
    const more = label.length > labelShown ? `… (${integer(label.length)} characters)` : "";
    name.textContent = `${label.slice(0, labelShown)}${more}: `;
  }
  return { element, row };
}

/** Draws the parts of a value from one of them on, in place of those that stand there. */
function drawPage(
  tree: Tree,
  within: HTMLElement,
  { value, level, from = 0 }: { value: unknown; level: number; from?: number },
): void {
  tree.lines -= within.querySelectorAll("[role=treeitem]").length;
  const go = (to: number) => {
    drawPage(tree, within, { value, level, from: to });
    within.querySelector<HTMLElement>("[role=treeitem]")?.focus();
  };
  try {
    const parts = partsOf(value);
    if (tree.lines + partsAtOnce > linesAtMost) {
      const told = `${integer(tree.lines)} lines are open: close some to open more`;
      return within.replaceChildren(noteLine(tree, told, level));
    }
    const lines = parts.page(from).map((part) => partElement(tree, part, level));
    within.replaceChildren(...lines, ...waysElements(tree, { parts, from, level, go }));
  } catch (error) {
    within.replaceChildren(noteLine(tree, `(cannot be shown: ${faultOf(error)})`, level));
  }
}

function noteLine(tree: Tree, text: string, level: number, kind: Kind = "fault"): HTMLElement {
  const { element, row } = emptyLine(tree, null, level);
  row.append(wordsElement({ text, kind }));
  return element;
}

function partElement(tree: Tree, part: Part, level: number): HTMLElement {
  if ("get" in part) return getterElement(tree, part, level);
  if ("note" in part) {
    const { element, row } = emptyLine(tree, part.label, level);
    row.append(wordsElement({ text: part.note, kind: "word" }));
    return element;
  }
  const label = "key" in part ? wordsOf(part.key).text : part.label;
  const line = lineElement(tree, { label, value: part.value, level });
  // what a map has under an object is opened as a part of its own
  return "key" in part && wordsOf(part.key).opens ? withKey(tree, { line, key: part.key, level }) : line;
}

function withKey(
  tree: Tree,
  { line, key, level }: { line: HTMLElement; key: unknown; level: number },
): HTMLElement {
  const both = document.createElement("div");
  both.append(lineElement(tree, { label: "key", value: key, level }), line);
  return both;
}

/** A getter is the cell's own code: it is called by a click. */
function getterElement(
  tree: Tree,
  { label, get }: { label: string; get: () => unknown },
  level: number,
): HTMLElement {
  const { element, row } = emptyLine(tree, label, level);
  const ask = row.appendChild(wordsElement({ text: "(…)", kind: "code" }));
  ask.title = "Call this getter";
  row.addEventListener("click", () => {
    let line: HTMLElement;
    tree.lines -= 1;
    try {
      line = lineElement(tree, { label, value: get(), level });
    } catch (error) {
      line = noteLine(tree, `${label}: (threw: ${faultOf(error)})`, level);
    }
    element.replaceWith(line);
    line.querySelector<HTMLElement>("[role=treeitem]")?.focus();
  });
  return element;
}

type Ways = { parts: Parts; from: number; level: number; go: (from: number) => void };

/** The ways to the parts before and after those that are listed. */
function waysElements(tree: Tree, { parts: { total }, from, level, go }: Ways): HTMLElement[] {
  if (total <= partsAtOnce) return [];
  const last = Math.floor((total - 1) / partsAtOnce) * partsAtOnce;
  const ways: [string, number, boolean][] = [
    ["First", 0, from > 0],
    ["Before", from - partsAtOnce, from > 0],
    ["After", from + partsAtOnce, from < last],
    ["Last", last, from < last],
  ];
  const place = `${integer(from)}–${integer(Math.min(total, from + partsAtOnce) - 1)} of ${integer(total)}`;
  const shown = noteLine(tree, place, level, "word");
  const lines = ways
    .filter(([, , isThere]) => isThere)
    .map(([label, to]) => {
      const line = noteLine(tree, label, level, "code");
      line.querySelector("[role=treeitem]")!.addEventListener("click", () => go(to));
      return line;
    });
  return [shown, ...lines];
}
