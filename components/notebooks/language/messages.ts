import type { CellId } from "@/lib/notebooks/graph";
import type { Cell } from "@/lib/notebooks/schema";
import type { Completion, Fault, Signature, Span } from "./language";

/** What an editor may ask about a cell's text; places are UTF-16 units from its beginning. */
export type Question =
  | { about: "completions"; id: CellId; at: number }
  | { about: "detail"; id: CellId; at: number; name: string }
  | { about: "hover"; id: CellId; at: number }
  | { about: "signature"; id: CellId; at: number }
  | { about: "faults"; id: CellId }
  | { about: "definition"; id: CellId; at: number };

/** What is answered to each. */
export type Answers = {
  completions: Completion[];
  detail: { type: string; doc: string };
  hover: (Span & { type: string; doc: string }) | null;
  signature: Signature | null;
  faults: Fault[];
  definition: { cell: CellId; span: Span } | null;
};

/** A question with what changed in the notebook since the last one. */
export type Asked = {
  n: number;
  question: Question;
  changed: Cell[];
  /** All cells, in their order. */
  order: readonly CellId[];
  datasets: readonly string[];
  /** Where the declarations of libraries are read from, once. */
  types: string;
};
export type Answered = { n: number; ok: true; value: unknown } | { n: number; ok: false };
