import type { CellId } from "@/lib/notebooks/graph";
import type { TextEdit } from "@/lib/notebooks/text-edits";
import type { Cell } from "@/lib/notebooks/schema";
import type { NameAsked, Renameable, Renaming } from "./rename";
import type { Datasets } from "./cell-text";

/** A place in a cell's text, in UTF-16 units from its beginning, and how many of them. */
export type Span = { start: number; length: number };
/** What is offered; `insert` is what is put in where that is not the name, as for `["a name"]`. */
export type Completion = {
  name: string;
  kind: string;
  sort: string;
  span: Span | null;
  insert?: string;
  detail?: string;
  /** What is typed to find it, where that is not its name. */
  filter?: string;
};
/** Some completions, and whether there are more, which typing on brings. */
export type Completions = { all: Completion[]; isPart: boolean };
export type Fault = Span & { message: string; severity: "error" | "warning" };
export type Signature = {
  signatures: { label: string; doc: string; parameters: { label: string; doc: string }[] }[];
  active: number;
  parameter: number;
};

/** What an editor may ask about a cell's text; places are UTF-16 units from its beginning. */
export type Question =
  | { about: "completions"; id: CellId; at: number }
  | { about: "detail"; id: CellId; at: number; name: string }
  | { about: "hover"; id: CellId; at: number }
  | { about: "signature"; id: CellId; at: number }
  | { about: "faults"; id: CellId }
  | { about: "definition"; id: CellId; at: number }
  | { about: "format"; id: CellId }
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
  format: TextEdit[];
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
