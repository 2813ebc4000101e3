import type { CellId } from "@/lib/notebooks/graph";
import type { Cell } from "@/lib/notebooks/schema";
import type { NameAsked, Renameable, Renaming } from "./rename";
import type { Datasets } from "./cell-text";
import type { Completions, Fault, Signature, Span } from "./language";

/** What an editor may ask about a cell's text; places are UTF-16 units from its beginning. */
export type Question =
  | { about: "completions"; id: CellId; at: number }
  | { about: "detail"; id: CellId; at: number; name: string }
  | { about: "hover"; id: CellId; at: number }
  | { about: "signature"; id: CellId; at: number }
  | { about: "faults"; id: CellId }
  | { about: "definition"; id: CellId; at: number }
  | { about: "renameable"; asked: NameAsked }
  | { about: "rename"; asked: NameAsked; to: string };

/** What is answered to each. */
export type Answers = {
  completions: Completions;
  detail: { type: string; doc: string };
  hover: (Span & { type: string; doc: string }) | null;
  signature: Signature | null;
  faults: Fault[];
  definition: { cell: CellId; span: Span } | null;
  renameable: Renameable;
  rename: Renaming;
};

/** A question with what changed in the notebook since the last one. */
export type Asked = {
  n: number;
  question: Question;
  changed: Cell[];
  /** All cells, in their order. */
  order: readonly CellId[];
  /** What is known of the project's datasets; null where that is what was sent last. */
  datasets: Datasets | null;
  /** Names that Python cells give. */
  python: readonly string[];
  /** Where the declarations of libraries are read from, once. */
  types: string;
};
export type Answered = { n: number; ok: true; value: unknown } | { n: number; ok: false };
