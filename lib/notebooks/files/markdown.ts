import type { Document } from "../document";
import type { CellMode } from "../schema";
import { fenceFor } from "./foreign-text";

const languages: Record<CellMode, string> = {
  ts: "ts",
  js: "js",
  sql: "sql",
  md: "",
  html: "html",
  python: "python",
};

/** A notebook as Markdown to be read elsewhere: its texts as they are, its code fenced in. */
export function toMarkdown({ title, cells }: Document): string {
  const pieces = cells.map(({ mode, source }) => {
    if (mode === "md") return source;
    const fence = fenceFor(source);
    return `${fence}${languages[mode]}\n${source}\n${fence}`;
  });
  const hasTitle = cells[0]?.mode === "md" && /^# /.test(cells[0].source);
  return `${[...(hasTitle ? [] : [`# ${title}`]), ...pieces].join("\n\n")}\n`;
}
