import type { OutputPart } from "@/lib/notebooks/output-parts";
import { keptParts } from "@/lib/notebooks/kept-parts";
import type { CellError } from "@/lib/notebooks/protocol";
import { hearPrinted } from "@/lib/notebooks/runtime/hear-printed";
import { partOfTable, partOfValue } from "@/lib/notebooks/runtime/parts-of-value";
import type { TableLike } from "@/lib/notebooks/runtime/table-like";
import { valueText } from "@/lib/notebooks/runtime/value-text";

/** So many characters are kept of what one run of a cell prints. */
const printedMost = 200_000;

/** A table that a cell of SQL shows. */
export class ShownTable {
  constructor(readonly table: TableLike) {}
}

/** An input that a cell shows, of which nobody can move anything, and the value that the run gave it. */
export class ShownInput {
  constructor(
    readonly element: HTMLElement,
    readonly given: { value: unknown } | null,
  ) {}
}

/** What a cell shows and prints in a run. */
export type CellOutput = {
  shown: unknown[];
  printed: { stream: "stdout" | "stderr"; text: string }[];
  characters: number;
};
export const noOutput = (): CellOutput => ({ shown: [], printed: [], characters: 0 });

/** What is kept of a cell's output, with its error at the end. */
export function partsOf({ shown, printed, characters }: CellOutput, error: CellError | null) {
  const cut = Math.max(0, characters - printedMost);
  const parts: OutputPart[] = [
    ...printed.map(({ stream, text }, i) => ({
      ...{ kind: "printed" as const, stream, text },
      cut: i === printed.length - 1 ? cut : 0,
    })),
    ...shown.map(partOf),
    ...(error ? [{ kind: "error" as const, ...error }] : []),
  ];
  return [...keptParts(parts)];
}

function partOf(value: unknown): OutputPart {
  if (value instanceof ShownTable) return partOfTable(value.table);
  if (value instanceof ShownInput) return partOfInput(value);
  if (!(value instanceof Node)) return partOfValue(value);
  if (value instanceof SVGElement) {
    const text = value.outerHTML;
    const named = /^<svg[^>]* xmlns=/.test(text) ? text : text.replace(/^<svg/, svgHead);
    return { kind: "markup", mime: "image/svg+xml", text: named };
  }
  const text = value instanceof Element ? value.outerHTML : (value.textContent ?? "");
  return value instanceof Element
    ? { kind: "markup", mime: "text/html", text }
    : { kind: "text", text, cut: 0 };
}

function partOfInput({ element, given }: ShownInput): OutputPart {
  const value = valueText(given ? given.value : (element as HTMLInputElement).value).slice(0, 900);
  return { kind: "note", text: given ? `Input, in this run ${value}` : `Input, as it begins: ${value}` };
}

const svgHead = '<svg xmlns="http://www.w3.org/2000/svg"';

/**
 * Keeps what cells print, each line with the cell whose code printed it.
 * @param outputOf what a cell has shown so far; null for one that is not there
 */
export function keepPrinted(outputOf: (id: number) => CellOutput | null): void {
  const heard: Parameters<typeof hearPrinted>[0] = (cell, { isBad, text }) => {
    const output = outputOf(cell);
    if (output) print(output, isBad ? "stderr" : "stdout", `${text}\n`);
  };
  // what cells print may tell of values: it is no part of the job's log
  hearPrinted(heard, { isPassedOn: false });
}

function print(output: CellOutput, stream: "stdout" | "stderr", text: string): void {
  const room = Math.max(0, printedMost - output.characters);
  output.characters += text.length;
  const kept = text.slice(0, room);
  const last = output.printed.at(-1);
  if (last?.stream === stream) last.text += kept;
  else if (kept !== "") output.printed.push({ stream, text: kept });
}
