import * as z from "zod";
import { AppError } from "@/lib/errors";
import { counted } from "@/lib/format";
import { hiddenFrom } from "../hidden";
import { cellModes, outputName, type Cell, type CellMode } from "../schema";
import { cleanText } from "../text-edits";
import { foreignSource, foreignText, withHoles, withoutHoles } from "./foreign-text";
import { titleFrom, withIds, type Imported } from "./imported";

const text = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(""))]);
/** What an export of ours wrote about a cell. */
const own = z.object({
  mode: z.enum(cellModes),
  id: z.number().optional(),
  output: outputName.optional(),
});
const cell = z.looseObject({
  cell_type: z.string(),
  source: text.default(""),
  metadata: z
    .looseObject({ perihelion: z.unknown(), vscode: z.unknown(), jupyter: z.unknown() })
    .partial()
    .default({}),
  outputs: z.array(z.unknown()).default([]),
  attachments: z.record(z.string(), z.unknown()).default({}),
});
type JupyterCell = z.output<typeof cell>;
const notebook = z.looseObject({
  nbformat: z.number(),
  nbformat_minor: z.number().default(0),
  metadata: z
    .looseObject({
      title: z.string().optional().catch(undefined),
      kernelspec: z.looseObject({ language: z.string().optional() }).optional().catch(undefined),
      language_info: z.looseObject({ name: z.string().optional() }).optional().catch(undefined),
    })
    .default({}),
  cells: z.array(cell),
});

const modes: Record<string, CellMode> = {
  python: "python",
  python3: "python",
  ipython: "python",
  typescript: "ts",
  javascript: "js",
};
/** What of a cell Jupyter shows; other things under this name are no fault. */
const shown = z
  .looseObject({ source_hidden: z.boolean().catch(false), outputs_hidden: z.boolean().catch(false) })
  .catch({ source_hidden: false, outputs_hidden: false });
const vscode = z.looseObject({ languageId: z.string() });

/** What is read of a Jupyter notebook before its cells become ours. */
export type Jupyter = { minor: number; title: string | null; language: string | null; cells: JupyterCell[] };

/**
 * Reads a Jupyter notebook of format 4.
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html
 * @throws {AppError} INVALID
 */
export function readJupyter(json: string): Jupyter {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new AppError("INVALID", "This file is not valid JSON, so it is no Jupyter notebook.");
  }
  const format = z.looseObject({ nbformat: z.number() }).safeParse(value).data?.nbformat;
  if (format !== undefined && format !== 4)
    throw new AppError(
      "INVALID",
      `This is a Jupyter notebook of format ${format}; format 4 is read. Open and save it once in Jupyter.`,
    );
  const read = notebook.safeParse(value);
  if (!read.success) {
    const path = read.error.issues[0]!.path.join(".");
    throw new AppError(
      "INVALID",
      `This file is no Jupyter notebook${path && `: ${path} is not as expected`}.`,
    );
  }
  const { metadata, nbformat_minor: minor, cells } = read.data;
  const language = metadata.kernelspec?.language ?? metadata.language_info?.name ?? null;
  return { minor, title: metadata.title ?? null, language: language?.toLowerCase() ?? null, cells };
}

/**
 * A Jupyter notebook as a notebook here. Code in Python, TypeScript and JavaScript becomes cells, other code
 * and raw cells stand as text; what a notebook here has no place for is in the notes.
 *
 * @param title where the file itself has none
 * @throws {AppError} INVALID; TOO_LARGE
 */
export function fromIpynb(json: string, title: string): Imported {
  const jupyter = readJupyter(json);
  return {
    document: { title: titleFrom(jupyter.title ?? title), cells: cellsOf(jupyter) },
    notes: notesOf(jupyter),
  };
}

/** The cells that those of a Jupyter notebook become here, in their order. @throws {AppError} TOO_LARGE */
export function cellsOf({ cells, language }: Jupyter): Cell[] {
  return withIds(cells.map((one) => cellFrom(one, language ?? "python")));
}

/** What a cell of a Jupyter notebook becomes here. */
function cellFrom(one: JupyterCell, language: string): Omit<Cell, "id"> & { id?: number | undefined } {
  const source = cleanText(one.source);
  const ours = ownOf(one);
  const put = hiddenIn(one);
  if (ours) return { ...ours, ...put, source };
  if (one.cell_type === "markdown") return { mode: "md", source: withoutHoles(source) };
  if (one.cell_type !== "code") return { mode: "md", source: foreignText(source, one.cell_type) };
  const spoken = languageOf(one, language);
  const mode = modes[spoken];
  return mode ? { mode, source, ...put } : { mode: "md", source: foreignText(source, spoken) };
}

function hiddenIn({ metadata }: JupyterCell): Pick<Cell, "hidden"> {
  const { source_hidden, outputs_hidden } = shown.parse(metadata.jupyter);
  const hidden = hiddenFrom({ code: source_hidden, output: outputs_hidden });
  return hidden ? { hidden } : {};
}

/** What an export of ours wrote about a cell, unless somebody made it a cell of another kind since. */
function ownOf({ cell_type, metadata }: JupyterCell) {
  const ours = own.safeParse(metadata.perihelion).data;
  const isText = cell_type === "markdown";
  return ours && isText === (ours.mode === "md") ? ours : undefined;
}

function languageOf({ metadata }: JupyterCell, language: string): string {
  return (vscode.safeParse(metadata.vscode).data?.languageId ?? language).toLowerCase();
}

/**
 * The source that a cell has in a Jupyter cell of the kind: the way back of what an import does to it.
 * Null where the cell is no longer of that kind.
 */
export function sourceFor({ mode, source }: Cell, one: JupyterCell, language: string): string | null {
  const ours = ownOf(one);
  if (ours) return ours.mode === mode ? source : null;
  const spoken = languageOf(one, language);
  if (one.cell_type === "markdown") return mode === "md" ? withHoles(source) : null;
  if (one.cell_type === "code" && modes[spoken]) return modes[spoken] === mode ? source : null;
  return mode === "md" ? foreignSource(source) : null;
}

function notesOf({ cells, language }: Jupyter): string[] {
  const code = cells.filter((one) => one.cell_type === "code" && !ownOf(one));
  const spoken = code.map((one) => languageOf(one, language ?? "python"));
  const foreign = spoken.filter((one) => !modes[one]);
  const raw = cells.filter((one) => !["code", "markdown"].includes(one.cell_type) && !ownOf(one));
  const outputs = cells.reduce((sum, one) => sum + one.outputs.length, 0);
  const attached = cells.reduce((sum, one) => sum + Object.keys(one.attachments).length, 0);
  const magics = code.filter((one, i) => modes[spoken[i]!] === "python" && /^[ \t]*[%!]/m.test(one.source));
  const is = (count: number) => (count === 1 ? "is" : "are");
  const stand = (count: number) => (count === 1 ? "stands" : "stand");
  return [
    ...(language === null && code.length > 0
      ? ["The file does not say which language its code is in: it was taken for Python."]
      : []),
    ...(foreign.length > 0
      ? [
          `${counted(foreign.length, "cell")} in ${[...new Set(foreign)].join(", ")} ` +
            `${stand(foreign.length)} as text: such code does not run here.`,
        ]
      : []),
    ...(raw.length > 0 ? [`${counted(raw.length, "raw cell")} ${stand(raw.length)} as text.`] : []),
    ...(magics.length > 0
      ? [`${counted(magics.length, "cell")} may use Jupyter's own commands (% or !), which do not run here.`]
      : []),
    ...(outputs > 0
      ? [
          `${counted(outputs, "output")} of the file ${is(outputs)} kept and ${is(outputs)} in its export; ` +
            "the page shows what cells give when they run here.",
        ]
      : []),
    ...(attached > 0
      ? [
          `${counted(attached, "attached picture")} ${is(attached)} kept and ${is(attached)} in the ` +
            `export, and ${is(attached)} not shown here.`,
        ]
      : []),
  ];
}
