import type { Role } from "@/lib/auth/permissions";
import type { Choice } from "@/lib/labelling/schema";

/** The form of a new task, as it is typed. */
export type TaskDraft = {
  name: string;
  question: string;
  /** One a line. */
  classes: string;
  ordinal: boolean;
  columns: string[];
  perRow: string;
  role: Role;
  kind: Choice["kind"];
  filter: string;
  keyColumn: string;
  /** One a line. */
  keys: string;
  count: string;
  seed: string;
  /** `name v2`, or empty for a run. */
  model: string;
  run: string;
};

/** What the form begins with. */
export function firstDraft(columns: readonly string[]): TaskDraft {
  return {
    name: "",
    question: "",
    classes: "",
    ordinal: false,
    columns: [...columns],
    perRow: "1",
    role: "EDITOR",
    kind: "filter",
    filter: "",
    keyColumn: columns[0] ?? "",
    keys: "",
    count: "100",
    seed: "42",
    model: "",
    run: "",
  };
}

/** Lines that say something, without what stands around it. */
export function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** The request that a form makes; what cannot be sent is told by the server. */
export function taskRequest(draft: TaskDraft, version: number) {
  const { name, question, ordinal, columns, role } = draft;
  return {
    version,
    name,
    question,
    ordinal,
    columns,
    role,
    classes: linesOf(draft.classes),
    perRow: Number(draft.perRow),
    rows: choiceOf(draft),
  };
}

function choiceOf(draft: TaskDraft): object {
  const { kind } = draft;
  const filter = draft.filter.trim() === "" ? {} : { filter: draft.filter.trim() };
  const count = Number(draft.count);
  if (kind === "filter") return { kind, ...filter };
  if (kind === "keys") return { kind, column: draft.keyColumn, values: linesOf(draft.keys) };
  if (kind === "random") return { kind, count, seed: Number(draft.seed), ...filter };
  const at = draft.model.lastIndexOf(" v");
  const model =
    draft.model === ""
      ? { run: draft.run.trim() }
      : { name: draft.model.slice(0, at), version: Number(draft.model.slice(at + 2)) };
  return { kind, count, model, ...filter };
}
