"use client";

import { Copy, Download } from "lucide-react";
import { useState } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { bytes as sizeWords, integer } from "@/lib/format";
import { limits } from "@/lib/limits";
import type { CellState } from "@/lib/notebooks/cell-state";
import type { FileForm, ShownFile } from "@/lib/notebooks/protocol";
import { chartPicture, cleanChart } from "./chart-picture";
import { fileName } from "./file-name";
import { saveFile } from "./save-file";

/** Fetches from the frame what a cell shows, as a file. */
export type TakeFile = (
  n: number,
  as: FileForm,
) => Promise<{ bytes: Uint8Array<ArrayBuffer>; note: string | null }>;

type Wanted = "csv" | "copy" | "svg" | "png";
const offered: Record<ShownFile["kind"], [Wanted, string][]> = {
  table: [
    ["csv", "Save as CSV"],
    ["copy", "Copy"],
  ],
  chart: [
    ["svg", "Save as SVG"],
    ["png", "Save as PNG"],
  ],
};

type Props = { files: CellState["files"]; title: () => string; cell: number; take: TakeFile };

/** The tables and charts that a cell shows, each to be saved by a click; its frame cannot save files. */
export function OutputFiles({ files: { listed, more }, title, cell, take }: Props) {
  const [told, setTold] = useState<{ words: string; isError: boolean } | null>(null);
  const [isBusy, setBusy] = useState(false);
  if (listed.length === 0) return null;

  async function save(file: ShownFile, wanted: Wanted): Promise<void> {
    setBusy(true);
    setTold(null);
    const which = listed.length > 1 ? listed.indexOf(file) + 1 : null;
    const done = wanted === "copy" ? copyTable(take, file.n) : saveAs(wanted);
    const words = (text: string) => ({ words: text, isError: false });
    const failed = (error: unknown) => ({
      words: error instanceof Error ? error.message : String(error),
      isError: true,
    });
    setTold(await done.then(words, failed));
    setBusy(false);

    async function saveAs(ending: "csv" | "svg" | "png"): Promise<string> {
      const { content, note } = await fileOf(take, file.n, ending);
      const name = fileName({ title: title(), cell, which }, ending);
      saveFile(name, content);
      return [`${name}, ${sizeWords(content.size)}.`, note].filter(Boolean).join(" ");
    }
  }

  return (
    <div className="out-files" role="group" aria-label={`Save what cell ${cell} shows`}>
      {listed.map((file, i) => (
        <span key={file.n}>
          {listed.length > 1 ? <span className="t3">{nameOf(listed, i)}</span> : null}
          {offered[file.kind].map(([wanted, words]) => (
            <button
              key={wanted}
              type="button"
              className="btn quiet"
              aria-label={`${words}: ${nameOf(listed, i)} of cell ${cell}`}
              disabled={isBusy}
              onClick={() => void save(file, wanted)}
            >
              {wanted === "copy" ? (
                <Copy className="i" aria-hidden="true" />
              ) : (
                <Download className="i" aria-hidden="true" />
              )}
              {words}
            </button>
          ))}
        </span>
      ))}
      {more > 0 ? (
        <span className="t3">
          {integer(more)} more are shown; of the first {listed.length} each can be saved.
        </span>
      ) : null}
      {told && !told.isError ? (
        <span className="t3" role="status">
          {told.words}
        </span>
      ) : null}
      <ErrorNote message={told?.isError ? told.words : null} />
    </div>
  );
}

/** What one of several is called: by its kind, and which of that kind it is. */
function nameOf(listed: readonly ShownFile[], at: number): string {
  const { kind } = listed[at]!;
  const alike = listed.filter((file) => file.kind === kind);
  const word = kind === "table" ? "Table" : "Chart";
  return alike.length > 1 ? `${word} ${alike.indexOf(listed[at]!) + 1}` : word;
}

async function fileOf(
  take: TakeFile,
  n: number,
  ending: "csv" | "svg" | "png",
): Promise<{ content: Blob; note: string | null }> {
  const { bytes, note } = await take(n, ending === "csv" ? "csv" : "svg");
  // the frame may send anything
  if (bytes.length > limits.savedFileBytes)
    throw new Error(
      `${sizeWords(bytes.length)} are more than the ${sizeWords(limits.savedFileBytes)} of a file.`,
    );
  if (ending === "csv") return { content: new Blob([bytes], { type: "text/csv;charset=utf-8" }), note };
  const { svg, note: left } = await cleanChart(bytes);
  return { content: ending === "svg" ? svg : await chartPicture(svg), note: left };
}

async function copyTable(take: TakeFile, n: number): Promise<string> {
  if (!("clipboard" in navigator))
    throw new Error("This browser keeps the clipboard from pages without https. Save as CSV instead.");
  let said: string | null = null;
  // the clipboard is asked for while the click lasts; the rows may come later
  const rows = take(n, "tabs").then(({ bytes, note }) => {
    said = note;
    // the frame may send anything
    if (bytes.length > limits.copiedTableBytes)
      throw new Error(`${sizeWords(bytes.length)} are more than can be copied.`);
    return new Blob([bytes], { type: "text/plain" });
  });
  const [, written] = await Promise.allSettled([
    rows,
    navigator.clipboard.write([new ClipboardItem({ "text/plain": rows })]),
  ]);
  await rows; // says why there are none
  if (written.status === "rejected")
    throw new Error(`The browser did not take it: ${String(written.reason)}`);
  return ["Copied.", said].filter(Boolean).join(" ");
}
