import { el, type Markup, type MarkupElement } from "@/lib/markup";
import { exact } from "@/lib/format";
import type { Cell } from "../report";

/** Longer text is cut with a mark; it stands whole in the JSON. */
const mostCharacters = 60;

/** Text that fits a table or a chart, cut with a mark and whole in its title. */
export function cut(text: string, most: number = mostCharacters): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
}

/** A part of a report under its heading. */
export function section(id: string, title: string, ...children: (Markup | null | false)[]): MarkupElement {
  const heading = el("h2", { id: `${id}-title` }, title);
  return el("section", { id, "aria-labelledby": `${id}-title` }, heading, ...children);
}

/** What is to be known of what is shown: a rule, a bound, how a sample was drawn. */
export function note(text: string): MarkupElement {
  return el("p", { class: "report-note" }, text);
}

/** Names and figures, one below the other; those that are null are left out. */
export function facts(lines: readonly (readonly [string, string | null])[]): MarkupElement {
  const told = lines.filter(([, text]) => text !== null);
  return el(
    "dl",
    {},
    told.map(([name, text]) => el("div", {}, el("dt", {}, name), el("dd", {}, text!))),
  );
}

type Head = { label: string; isNumber?: boolean };
/** A table; cells are text, cut with a mark where they are long. */
export function table(
  caption: string,
  heads: readonly Head[],
  rows: readonly (readonly string[])[],
): MarkupElement {
  const classOf = (i: number) => (heads[i]?.isNumber ? { class: "report-number" } : {});
  const body = rows.map((row) =>
    el(
      "tr",
      {},
      row.map((text, i) => {
        const short = cut(text);
        return el("td", { ...classOf(i), ...(short === text ? {} : { title: text }) }, short);
      }),
    ),
  );
  const labels = heads.map(({ label }, i) => el("th", { scope: "col", ...classOf(i) }, label));
  return scrolling(
    caption,
    el("table", {}, el("caption", {}, caption), el("thead", {}, el("tr", {}, labels)), el("tbody", {}, body)),
  );
}

/** What may be wider than a narrow screen scrolls inside itself. */
export function scrolling(name: string, child: Markup): MarkupElement {
  return el("div", { class: "report-scroll", role: "region", "aria-label": name, tabindex: 0 }, child);
}

/** A time as text, without its zeros where it is a day. */
export function dayText(iso: string): string {
  return iso.replace(/T00:00:00\.000Z$/, "");
}

/** A cell as text; an en dash where it is missing, quotes about text that one would not see. */
export function cellText(cell: Cell): string {
  if (cell === null) return "–";
  if (typeof cell === "number") return exact(cell);
  if (typeof cell === "boolean") return String(cell);
  return cell.trim() === "" ? `“${cell}”` : cell;
}
