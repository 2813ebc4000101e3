import { AppError } from "@/lib/errors";
import { cleanText } from "../text-edits";
import { fromKitHtml } from "./kit-html";
import type { Imported } from "./imported";
import { fromIpynb } from "./ipynb";
import { fromMarimo, isMarimo } from "./marimo";
import { fromPercent, isPercent } from "./percent";
import { titleFrom, withIds } from "./imported";

/** What a file of a notebook is. */
export type NotebookFormat = "ipynb" | "html" | "marimo" | "percent" | "script";

/**
 * Reads a notebook from a file: a Jupyter notebook, notebook-kit's HTML, a marimo notebook, Python divided
 * by `# %%`, or a plain Python script, which becomes one cell. What a file is its content says; its name
 * only tells a script from any other text. Nothing of it runs.
 *
 * @throws {AppError} INVALID where it is none of these; TOO_LARGE
 */
export function readNotebookFile(
  bytes: Uint8Array,
  fileName: string,
): Imported & { format: NotebookFormat; text: string } {
  const text = textOf(bytes);
  const clean = cleanText(text);
  const format = formatOf(clean, fileName);
  const title = fileName.replace(/\.[A-Za-z]{1,8}$/, "");
  return { format, text, ...readers[format](format === "ipynb" ? text : clean, title) };
}

const readers: Record<NotebookFormat, (text: string, title: string) => Imported> = {
  ipynb: fromIpynb,
  html: fromKitHtml,
  marimo: fromMarimo,
  percent: fromPercent,
  script: (source, title) => ({
    document: { title: titleFrom(title), cells: withIds([{ mode: "python", source }]) },
    notes: [],
  }),
};

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new AppError("INVALID", "This file is not text in UTF-8, so it is no notebook.");
  }
}

function formatOf(text: string, fileName: string): NotebookFormat {
  if (/^\s*\{/.test(text)) return "ipynb";
  if (/^\s*<[\s\S]*<notebook\b|^\s*<notebook\b/i.test(text)) return "html";
  if (isMarimo(text)) return "marimo";
  if (isPercent(text)) return "percent";
  if (/\.py$/i.test(fileName)) return "script";
  throw new AppError(
    "INVALID",
    "This file is no notebook: Jupyter's (.ipynb), notebook-kit's (.html) and Python's (.py) are read.",
  );
}
