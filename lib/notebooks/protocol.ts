import * as z from "zod";
import type { ToPythonPage, ValueKind } from "./kernel-protocol";
import { limits } from "@/lib/limits";
import { outputParts, type OutputPart } from "./output-parts";
import type { SourcePlace } from "./source-line";

/** What the page tells the frame. */
export type ToFrame =
  | { op: "define"; cell: RunnableCell }
  | { op: "remove"; id: number }
  /** Somebody stopped a cell; those that wait for it stop too. */
  | { op: "stop"; id: number }
  /** What a cell shows gets the focus. */
  | { op: "focus"; id: number }
  | { op: "layout"; left: number; tops: Record<number, number>; width: number }
  | { op: "ping"; n: number }
  /** Outputs of earlier runs, to be shown without running anything. */
  | { op: "stored"; cells: { id: number; parts: readonly OutputPart[] }[] }
  /** The page would keep what these cells show. */
  | { op: "keep"; n: number; cells: { id: number; version: number }[] }
  /** Somebody clicked to save a table that a cell offered, or what it shows: the frame sends it. */
  | { op: "take"; n: number; as?: FileForm }
  /** What a request tells before its answer. */
  | { op: "part"; n: number; part: PythonTold }
  | { op: "reply"; n: number; ok: true; value: unknown }
  | { op: "reply"; n: number; ok: false; message: string };

/**
 * A cell as notebook-kit's `transpile` leaves it: a function's text,
 * the names it reads and the names it gives.
 */
export type RunnableCell = {
  id: number;
  /** Which run of the cell this is; what an earlier one still says is not heard. */
  version: number;
  body: string;
  /** Where its lines come from in the cell's text. */
  from: SourcePlace;
  inputs: string[];
  outputs: string[];
  autodisplay: boolean;
  /** The text of a Python cell, and whether its kernel reads tables as Arrow; it has no function. */
  python?: { source: string; arrow: boolean };
};

/** What the run of a Python cell tells while it goes on. */
export type PythonTold = Extract<ToPythonPage, { op: "begun" | "stream" | "cut" | "shown" }>;

const number = z.number().int().min(0);
const run = { id: number, version: number };
const text = z.string().max(4_000);
const cellError = z.strictObject({ name: text, message: text, line: z.number().int().min(1).nullable() });
export type CellError = z.output<typeof cellError>;
const variable = z.strictObject({
  name: z.string().max(300),
  kind: z.string().max(100),
  note: z.string().max(100),
});
export type VariableNote = z.output<typeof variable>;

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const name = z.string().min(1).max(300);
const kind = z.enum(["arrow", "columns", "plain"]) satisfies z.ZodType<ValueKind>;
const given = z.strictObject({ name, kind, bytes });
const frameRequest = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("sql"), sql: z.string().max(100_000) }),
  z.strictObject({ kind: z.literal("dataset"), reference: z.string().max(300) }),
  z.strictObject({
    kind: z.literal("python"),
    cell: number,
    source: z.string().max(limits.cellCharacters),
    /** Values of other languages that it reads, and those of Python with the kernel that holds them. */
    given: z.array(given).max(1_000),
    reads: z.array(z.strictObject({ name, life: z.string().max(100) })).max(1_000),
  }),
  z.strictObject({ kind: z.literal("python-value"), name, life: z.string().max(100) }),
]);
/** What user code may ask the page for; the page does it with the rights of whoever looks at it. */
export type FrameRequest = z.output<typeof frameRequest>;

/** A table that a cell would save. Nothing is stored before somebody clicks to. */
const offer = z.strictObject({
  n: number,
  name: z.string().max(300),
  rows: number,
  columns: number,
});
export type SaveOffer = z.output<typeof offer>;

/** What a cell shows as a file: a table as CSV, or between tabs for the clipboard; a chart as SVG. */
export type FileForm = "csv" | "tabs" | "svg";
const shownFile = z.strictObject({ n: number, kind: z.enum(["table", "chart"]) });
/** Something that a cell shows and that can be saved. */
export type ShownFile = z.output<typeof shownFile>;

/** What the frame may tell the page. Cells can send anything, so the page believes nothing but this. */
export const fromFrame = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("ready") }),
  z.strictObject({ op: z.literal("pong"), n: number }),
  z.strictObject({
    op: z.literal("heights"),
    heights: z.array(z.tuple([number, z.number().min(0).max(1_000_000)])).max(1_000),
  }),
  z.strictObject({ op: z.literal("running"), ...run }),
  z.strictObject({
    op: z.literal("done"),
    ...run,
    milliseconds: z.number().min(0),
    variables: z.array(variable).max(1_000),
  }),
  /** A name got a value, maybe another one than when the cell was done: an input was moved. */
  z.strictObject({ op: z.literal("value"), ...run, variable }),
  z.strictObject({ op: z.literal("failed"), ...run, error: cellError }),
  /** Somebody stopped it, or what it waited for. */
  z.strictObject({ op: z.literal("stopped"), ...run }),
  /** A key asks to leave what a cell shows, for the next cell or back to its own. */
  z.strictObject({ op: z.literal("leave"), id: number, on: z.boolean() }),
  /** An error that came after the cell was done: in a timer, an event or a promise nobody waits for. */
  z.strictObject({ op: z.literal("late"), ...run, error: cellError }),
  z.strictObject({ op: z.literal("offer"), ...run, offer }),
  z.strictObject({
    op: z.literal("taken"),
    n: number,
    /** Of what was asked for; with bytes, the message says what their reader has to know. */
    bytes: bytes.nullable(),
    message: text.nullable(),
  }),
  /** What a cell shows that can be saved as a file, and how many more there are. */
  z.strictObject({ op: z.literal("files"), id: number, files: z.array(shownFile).max(20), more: number }),
  /** What cells show, as it can be kept, where the page asked for it. */
  z.strictObject({
    op: z.literal("kept"),
    n: number,
    cells: z.array(z.strictObject({ ...run, parts: outputParts })).max(limits.outputsAtOnce),
  }),
  z.strictObject({ op: z.literal("request"), n: number, request: frameRequest }),
  /** Nobody waits for the answer to a request any more. */
  z.strictObject({ op: z.literal("cancel"), n: number }),
]);
export type FromFrame = z.output<typeof fromFrame>;
