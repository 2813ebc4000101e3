import type { ExportFormat } from "@/lib/notebooks/schema";

const words: Record<ExportFormat, string> = {
  ipynb: "Jupyter (.ipynb)",
  html: "notebook-kit (.html)",
  py: "Python (.py)",
  md: "Markdown (.md)",
};

type Props = { notebook: string; revision?: number | undefined; verb?: string };

/** What a notebook can be downloaded as. `notebook` is its address in the API. */
export function ExportLinks({ notebook, revision, verb = "" }: Props) {
  const at = revision === undefined ? "" : `&revision=${revision}`;
  return (Object.keys(words) as ExportFormat[]).map((format) => (
    <a key={format} className="btn quiet" href={`/api${notebook}/export?format=${format}${at}`} download>
      {verb}
      {words[format]}
    </a>
  ));
}
