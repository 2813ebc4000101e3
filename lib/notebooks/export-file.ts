import type { Document } from "./document";
import { toHtml } from "./document";
import { toIpynb } from "./files/ipynb-write";
import { toMarkdown } from "./files/markdown";
import { toPercent } from "./files/percent";
import type { ExportFormat } from "./schema";

type Form = { type: string; write: (document: Document, original: string | null) => string };

const forms: Record<ExportFormat, Form> = {
  ipynb: { type: "application/x-ipynb+json", write: toIpynb },
  html: { type: "text/html; charset=utf-8", write: toHtml },
  py: { type: "text/x-python; charset=utf-8", write: toPercent },
  md: { type: "text/markdown; charset=utf-8", write: toMarkdown },
};

/**
 * A notebook as a file: its name, its media type and its text.
 *
 * @param original the Jupyter notebook that it was imported from; null where there is none
 */
export function exportFile(
  document: Document,
  format: ExportFormat,
  original: string | null,
): { name: string; type: string; text: string } {
  const { type, write } = forms[format];
  // Characters that some system does not take in a name of a file, and a dot that would hide it
  const name = document.title.replaceAll(/[\\/:*?"<>|\p{Cc}]+/gu, "-").replace(/^\.+/, "") || "notebook";
  return { name: `${name}.${format}`, type, text: write(document, original) };
}
