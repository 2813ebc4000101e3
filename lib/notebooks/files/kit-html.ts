import { AppError } from "@/lib/errors";
import { counted } from "@/lib/format";
import { dedent, modeOfType } from "../document";
import { hiddenFrom } from "../hidden";
import { outputName, type Cell } from "../schema";
import { foreignText } from "./foreign-text";
import { titleFrom, withIds, type Imported } from "./imported";

/** A page says its title before so many characters. */
const longestHead = 100_000;
const kinds: Record<string, string> = {
  "application/x-tex": "tex",
  "text/vnd.graphviz": "dot",
  "application/vnd.node.javascript": "node",
  "text/x-r": "r",
  "application/vnd.observable.javascript": "ojs",
};
const names: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", "#39": "'" };

/**
 * A notebook in notebook-kit's HTML, from here or from elsewhere. Cells of kinds that do not run here stand
 * as text.
 * @see https://observablehq.com/notebook-kit/kit
 * @throws {AppError} INVALID; TOO_LARGE
 */
export function fromKitHtml(html: string, title: string): Imported {
  const start = html.search(/<notebook\b/i);
  if (html.lastIndexOf("</notebook>") < start)
    throw new AppError("INVALID", "This file's <notebook> does not end.");
  const scripts = scriptsOf(html, start);
  const before = html.slice(0, Math.min(scripts[0]?.start ?? html.length, longestHead));
  const named = before.match(/<title>([^<]*)<\/title>/i)?.[1];
  const all = scripts.map(({ attributes, body }) => ({ attributes: attributesOf(attributes), body }));
  const hasPins = all.some(({ attributes }) => attributes.has("pinned"));
  const read = all.map(({ attributes, body }) => cellOf(attributes, body, hasPins));
  const flagged = read.filter(({ isFlagged }) => isFlagged).length;
  const foreign = read.filter(({ kind }) => kind !== null);
  const kindsOf = [...new Set(foreign.map(({ kind }) => kind))];
  const cells = read.map(({ cell }) => cell);
  return {
    document: { title: titleFrom(named === undefined ? title : unescaped(named)), cells: withIds(cells) },
    notes: [
      ...(foreign.length > 0
        ? [
            `${counted(foreign.length, "cell")} (${kindsOf.join(", ")}) ` +
              `${foreign.length === 1 ? "stands" : "stand"} as text: such cells do not run here.`,
          ]
        : []),
      ...(flagged > 0
        ? [`${counted(flagged, "cell")} ${flagged === 1 ? "reads" : "read"} another database.`]
        : []),
    ],
  };
}

type Script = { start: number; attributes: string; body: string };

/** The scripts of a page from a place on, found in one walk, however the page is broken. */
function scriptsOf(html: string, from: number): Script[] {
  const [open, close] = [/<script\b/gi, /<\/script\s*>/gi];
  const scripts: Script[] = [];
  open.lastIndex = from;
  for (let found = open.exec(html); found; found = open.exec(html)) {
    const inside = open.lastIndex;
    const end = endOfTag(html, inside);
    close.lastIndex = end;
    const closed = end < 0 ? null : close.exec(html);
    if (!closed) throw new AppError("INVALID", `This file's cell ${scripts.length + 1} does not end.`);
    scripts.push({
      start: found.index,
      attributes: html.slice(inside, end - 1),
      body: html.slice(end, closed.index),
    });
    open.lastIndex = close.lastIndex;
  }
  return scripts;
}

/** Where a tag ends that is open at a place; below zero where it does not. */
function endOfTag(html: string, at: number): number {
  const mark = /["'>]/g;
  mark.lastIndex = at;
  for (let found = mark.exec(html); found; found = mark.exec(html)) {
    if (found[0] === ">") return mark.lastIndex;
    const end = html.indexOf(found[0], mark.lastIndex);
    if (end < 0) return -1;
    mark.lastIndex = end + 1;
  }
  return -1;
}

type Read = { cell: Omit<Cell, "id"> & { id?: number | undefined }; kind: string | null; isFlagged: boolean };

/** @param hasPins whether the file says which code it shows: then the kit hides that of the other cells */
function cellOf(attributes: Map<string, string>, body: string, hasPins: boolean): Read {
  const type = attributes.get("type") ?? "module";
  const source = dedented(body);
  const id = Number(attributes.get("id") ?? NaN);
  const database = attributes.get("database");
  const isFlagged = database !== undefined && database !== "datasets";
  const kind = kinds[type.toLowerCase()] ?? null;
  if (kind !== null) return { cell: { id, mode: "md", source: foreignText(source, kind) }, kind, isFlagged };
  const mode = modeOfType(type) ?? "js";
  const output = outputName.safeParse(attributes.get("output")).data;
  const isPutAway = hasPins && mode !== "md" && !attributes.has("pinned");
  const hidden = hiddenFrom({
    code: isPutAway || attributes.get("data-code") === "hidden",
    output: attributes.has("hidden"),
  });
  const more = { ...(output ? { output } : {}), ...(hidden ? { hidden } : {}) };
  return { cell: { id, mode, source, ...more }, kind, isFlagged };
}

function attributesOf(text: string): Map<string, string> {
  const found = [...text.matchAll(/([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)];
  return new Map(
    found.map(([, name, double, single, bare]) => [
      name!.toLowerCase(),
      unescaped(double ?? single ?? bare ?? ""),
    ]),
  );
}

function unescaped(text: string): string {
  return text.replaceAll(/&(amp|lt|gt|quot|apos|#39);/g, (_, name: string) => names[name]!);
}

/** The text of a cell, without the lines that hold its tags. */
function dedented(body: string): string {
  const lines = body.split("\n");
  if (lines.at(-1)!.trim() === "") lines.pop();
  if (lines[0]?.trim() === "") lines.shift();
  return dedent(lines.join("\n"));
}
