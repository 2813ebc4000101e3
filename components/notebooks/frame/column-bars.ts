import { integer, percent } from "@/lib/format";
import { cellWords } from "./cell-words";
import type { ColumnSummary } from "./column-summary";

const height = 18;
const gap = 0.8;

/** What a column holds, small enough for its head: bars of its numbers, or its most frequent texts. */
export function summaryElement(summary: ColumnSummary): HTMLElement {
  const element = document.createElement("div");
  element.className = "col-sum";
  element.title = summaryWords(summary);
  element.role = "img";
  element.ariaLabel = summaryWords(summary);
  if ("bars" in summary) element.append(barsElement(summary.bars));
  else element.textContent = shortWords(summary);
  return element;
}

function barsElement(bars: readonly number[]): SVGElement {
  const most = Math.max(1, ...bars);
  const width = bars.length * 3;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("width", String(width));
  svg.setAttribute("height", String(height));
  const path = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "path"));
  const up = (count: number) => (count === 0 ? 0 : Math.max(1, (count / most) * height));
  const bar = (count: number, i: number) => `M${i * 3} ${height}v${-up(count)}h${3 - gap}v${up(count)}z`;
  path.setAttribute("d", bars.map((count, i) => (count > 0 ? bar(count, i) : "")).join(""));
  return svg;
}

function shortWords(summary: ColumnSummary): string {
  if (summary.kind === "nothing") return "All missing";
  if (summary.kind === "many") return summary.note;
  if (summary.kind !== "texts") return "";
  const { top, distinct, rows } = summary;
  const [first] = top;
  if (first!.count === 1 && distinct > 1) return `${integer(distinct)} values`;
  const text = first!.text.length > 24 ? `${first!.text.slice(0, 23)}…` : first!.text;
  const others = distinct > 1 ? ` · ${integer(distinct - 1)} more` : "";
  return `${text === "" ? "(empty)" : text} ${percent(first!.count / rows)}${others}`;
}

/** All that is known of a column, in a sentence. */
function summaryWords(summary: ColumnSummary): string {
  const { missing, rows } = summary;
  const parts = [missing === 0 ? "none missing" : `${integer(missing)} of ${integer(rows)} missing`];
  if ("bars" in summary) {
    const { least, greatest } = summary;
    const ends = `${cellWords(least)} to ${cellWords(greatest)}`;
    parts.unshift(least === null ? "no finite number" : ends);
    if (summary.infinite > 0) parts.push(`${integer(summary.infinite)} infinite`);
  } else if (summary.kind === "texts") {
    const top = summary.top.map(({ text, count }) => `${text.slice(0, 100)} ${integer(count)}`);
    parts.unshift(
      `${integer(summary.distinct)} values: ${top.join(", ")}${summary.distinct > 3 ? ", …" : ""}`,
    );
  } else if (summary.kind === "many") parts.unshift(summary.note);
  return parts.join("; ");
}
