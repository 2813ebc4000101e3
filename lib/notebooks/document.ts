import { AppError } from "@/lib/errors";
import { hiddenFrom, isHidden } from "./hidden";
import type { Cell, CellMode } from "./schema";

/** A notebook apart from its outputs. */
export type Document = { title: string; cells: Cell[] };

const typeOf: Record<CellMode, string> = {
  ts: "text/x-typescript",
  js: "module",
  sql: "application/sql",
  python: "text/x-python",
  md: "text/markdown",
  html: "text/html",
};
const modeOf: Record<string, CellMode> = Object.fromEntries(
  Object.entries(typeOf).map(([mode, type]) => [type, mode as CellMode]),
);

/** The kind of cell that notebook-kit writes with a type of script; undefined where there is none here. */
export function modeOfType(type: string): CellMode | undefined {
  return Object.hasOwn(modeOf, type) ? modeOf[type] : undefined;
}

/**
 * A notebook in notebook-kit's form: an HTML page with one `script` a cell, so that files open elsewhere.
 * An output that is put away is `hidden`, as there; code is `data-code="hidden"`: the kit hides any code that
 * is not `pinned`, which no document here ever was.
 *
 * @see https://observablehq.com/notebook-kit/kit
 */
export function toHtml({ title, cells }: Document): string {
  const scripts = cells.map(({ id, mode, source, output, hidden }) => {
    const flags = [
      ...(mode === "sql" ? [' database="datasets"'] : []),
      ...(output ? [` output="${output}"`] : []),
      ...(isHidden(hidden, "output") ? [' hidden=""'] : []),
      ...(isHidden(hidden, "code") ? [' data-code="hidden"'] : []),
    ].join("");
    return `  <script id="${id}" type="${typeOf[mode]}"${flags}>\n${indent(source)}\n  </script>\n`;
  });
  return (
    `<!doctype html>\n<notebook>\n  <title>${escapeText(title)}</title>\n` +
    `${scripts.join("")}</notebook>\n`
  );
}

/**
 * Reads what `toHtml` wrote.
 *
 * @throws {AppError} INVALID when it is not a notebook, or holds a cell of a kind not known here
 */
export function fromHtml(html: string): Document {
  if (!/<notebook\b/.test(html)) throw new AppError("INVALID", "This file is not a notebook.");
  const title = html.match(/<title>([\s\S]*?)<\/title>/)?.[1] ?? "Untitled";
  const cells = [...html.matchAll(/<script\b([^>]*)>\n?([\s\S]*?)(?:\n {0,2}|[ \t]*)<\/script>/g)].map(
    ([, attributes, body]) => cellOf(attributes!, body!),
  );
  return { title: unescapeText(title), cells };
}

function cellOf(attributes: string, body: string): Cell {
  const attribute = (name: string) => attributes.match(new RegExp(`\\b${name}="([^"]*)"`))?.[1];
  const mode = modeOf[attribute("type") ?? ""];
  if (!mode) throw new AppError("INVALID", `A cell of the type ${attribute("type")} cannot be read.`);
  const output = attribute("output");
  const hidden = hiddenFrom({
    code: attribute("data-code") === "hidden",
    output: attribute("hidden") !== undefined,
  });
  return {
    ...{ id: Number(attribute("id")), mode, source: dedent(body) },
    ...(output ? { output } : {}),
    ...(hidden ? { hidden } : {}),
  };
}

// A closing tag inside a cell would end it; notebook-kit writes a backslash before the slash,
// and takes it off.
function indent(source: string): string {
  return source
    .replaceAll(/<(\\*)\/script/gi, "<$1\\/script")
    .split("\n")
    .map((line) => (line === "" ? "" : `    ${line}`))
    .join("\n");
}

/** The text of a cell as its script holds it: four blanks less, and its own tags whole. */
export function dedent(body: string): string {
  return body
    .split("\n")
    .map((line) => line.replace(/^ {4}/, ""))
    .join("\n")
    .replaceAll(/<(\\*)\\\/script/gi, "<$1/script");
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

function unescapeText(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&amp;", "&");
}
