import * as z from "zod";
import { limits } from "@/lib/limits";
import { jobKind } from "./kind";

const ended = z.enum(["done", "failed", "stopped", "skipped"]);
/** How a cell ended in a run: it came to an end, it failed, its time was up, or it cannot run here. */
export type CellEnding = z.output<typeof ended>;

/** A notebook's cells, run without a page as who asked for it; what they show is kept. */
export const notebook = jobKind({
  name: "notebook",
  label: "Notebook run",
  spec: z.strictObject({
    /** The project's name in addresses, under which its datasets are asked for. */
    project: z.string().max(100),
    notebook: z.string().max(100),
    revision: z.number().int().min(1),
    /** Values of inputs by their names, in place of what they begin with. */
    inputs: z.record(z.string().max(300), z.json()),
    seed: z.number().int().min(0),
    /** What `now` and `Date` say, in milliseconds since 1970. */
    now: z.number().int(),
  }),
  result: z.strictObject({
    sha256: z.string().length(64),
    bytes: z.number().int().min(0),
    cells: z
      .array(z.strictObject({ id: z.number().int(), ending: ended, milliseconds: z.number().min(0) }))
      .max(limits.notebookCells),
    /** Versions of datasets that it read. */
    reads: z
      .array(z.strictObject({ name: z.string().max(300), number: z.number().int().min(1) }))
      .max(limits.notebookReads),
  }),
  access: "read-datasets",
  limits: { seconds: limits.notebookRunSeconds + 120, outputMb: 256, logMb: 10 },
  retry: { attempts: 2, byHand: true },
  keepsSpec: true,
});

export type NotebookSpec = z.output<typeof notebook.spec>;
export type NotebookResult = z.output<typeof notebook.result>;
