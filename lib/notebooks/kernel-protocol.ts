import * as z from "zod";
import { jsonText } from "@/lib/json-text";
import { limits } from "@/lib/limits";

const count = z.number().int().min(0);
const name = z.string().min(1).max(300);
const source = z.string().max(limits.cellCharacters);
const text = z.string().max(4_000);
/** How a value travels between languages: Arrow, columns of plain values, or one plain value. */
const kind = z.enum(["arrow", "columns", "plain"]);
export type ValueKind = z.infer<typeof kind>;
const given = z.strictObject({ name, kind, bytes: count.max(limits.kernelValueBytes) });

const fromPage = z.discriminatedUnion("op", [
  /** The cells there are; what others gave before is forgotten. */
  z.strictObject({ op: z.literal("hello"), cells: z.array(count).max(limits.notebookCells) }),
  z.strictObject({ op: z.literal("names"), n: count, source }),
  /** A part of the values that a run is given, as base64, in the order in which it names them. */
  z.strictObject({ op: z.literal("piece"), n: count, bytes: z.base64().max(limits.socketMessageBytes) }),
  z.strictObject({ op: z.literal("run"), n: count, cell: count, source, given: z.array(given).max(1_000) }),
  /** Ends a run, whether it waits or has begun. */
  z.strictObject({ op: z.literal("stop"), n: count }),
  z.strictObject({ op: z.literal("forget"), cell: count }),
  z.strictObject({ op: z.literal("value"), n: count, name }),
  z.strictObject({ op: z.literal("complete"), n: count, source, at: count }),
  /** Ends the kernel with all that is in it; the next request makes another. */
  z.strictObject({ op: z.literal("end") }),
]);
export type FromPythonPage = z.infer<typeof fromPage>;
const pageText = jsonText("a message of a notebook's page", limits.socketMessageBytes).pipe(fromPage);

/** Reads what a page sent; null where it is nothing that a page says. */
export function readFromPythonPage(said: string): FromPythonPage | null {
  const read = pageText.safeParse(said);
  return read.success ? read.data : null;
}

const line = count.nullable();
const cellNames = { defines: z.array(name), uses: z.array(name) };
const pythonError = z.object({ name: text, message: text, line });
const runError = pythonError.extend({ trace: z.string().max(200_000).nullable() });
const variable = z.object({ name, kind: z.string().max(100), note: z.string().max(100) });
const shown = z.object({
  mime: z.enum(["text/plain", "text/html", "image/png", "image/svg+xml", "table"]),
  data: z.union([
    z.string(),
    z.object({ names: z.array(z.string()), columns: z.array(z.array(z.unknown())) }),
  ]),
  note: text.nullable(),
});
/** Something that a cell shows: its type, its content, and what of it is not shown. */
export type ShownPart = z.infer<typeof shown>;
const stream = z.enum(["stdout", "stderr"]);

/** What a kernel says to the server; user code runs in it, so nothing else is believed. */
export const fromKernel = z.discriminatedUnion("op", [
  z.object({
    op: z.literal("ready"),
    python: z.string().max(40),
    tables: z.enum(["pandas", "polars", "list"]),
    arrow: z.boolean(),
  }),
  z.object({ op: z.literal("names"), n: count, ...cellNames, error: pythonError.nullable() }),
  z.object({ op: z.literal("stream"), n: count, stream, text: z.string() }),
  z.object({ op: z.literal("cut"), n: count, stream, characters: count }),
  z.object({ op: z.literal("shown"), n: count, ...shown.shape }),
  z.object({
    op: z.literal("ran"),
    n: count,
    error: runError.nullable(),
    variables: z.array(variable).max(10_000),
  }),
  z.object({
    op: z.literal("value"),
    n: count,
    kind: kind.optional(),
    error: z.string().max(10_000).optional(),
  }),
  z.object({ op: z.literal("dataset"), k: count, reference: z.string().max(300) }),
  z.object({
    op: z.literal("completions"),
    n: count,
    found: z.array(z.object({ label: z.string().max(300), kind: z.string().max(20) })).max(1_000),
  }),
]);
export type FromKernel = z.infer<typeof fromKernel>;
export type PythonRunError = z.infer<typeof runError>;

/** How things stand with a notebook's Python. */
export type KernelState =
  | { state: "none" | "starting" }
  | {
      state: "ready";
      /** Which of a notebook's kernels it is: values of an earlier one are gone. */
      life: string;
      python: string;
      /** Whether it can reach the network and files of the server. */
      isConfined: boolean;
      tables: "pandas" | "polars" | "list";
      /** Whether tables are given to it as Arrow. */
      arrow: boolean;
    }
  /** It cannot be had, or was not given; `why` says what to do. */
  | { state: "refused"; why: string }
  /** It ended, and the names that it held went with it. */
  | { state: "ended"; why: string; names: string[] };

/** What the server says to a page: of one request, of the kernel, or that a dataset was read. */
export type ToPythonPage =
  | Exclude<FromKernel, { op: "ready" | "value" | "dataset" }>
  | { op: "value"; n: number; kind: ValueKind; bytes: string }
  /** A request came to nothing: it was stopped, the kernel ended, or there is none. */
  | { op: "failed"; n: number; why: string }
  | { op: "begun"; n: number }
  | { op: "read"; name: string; number: number }
  | { op: "state"; kernel: KernelState };
