import type { CellError, FromFrame, SaveOffer, ShownFile, VariableNote } from "./protocol";

/** A table that a cell offers to save, and what became of it when somebody clicked. */
export type Offered = SaveOffer & {
  saving: "no" | "now" | { name: string; number: number; rows: number; columns: number };
  message: string | null;
};

/** What the page knows of one cell's run. */
export type CellState = {
  status: "idle" | "running" | "done" | "failed" | "stopped";
  height: number;
  milliseconds: number | null;
  error: CellError | null;
  /** Errors that came when the cell was done: the first few, and how many there were. */
  late: { first: CellError[]; count: number };
  variables: VariableNote[];
  offers: Offered[];
  /** What it shows that can be saved as a file, and how many more there are than are listed. */
  files: { listed: readonly ShownFile[]; more: number };
  /** Whether it was stopped because somebody asked for that. */
  isByHand: boolean;
  /** How many runs of it have ended. */
  ends: number;
};

const none: CellState["late"] = { first: [], count: 0 };
const noFiles: CellState["files"] = { listed: [], more: 0 };
export const idle: CellState = {
  status: "idle",
  height: 0,
  milliseconds: null,
  error: null,
  late: none,
  variables: [],
  offers: [],
  files: noFiles,
  isByHand: false,
  ends: 0,
};
/** So many late errors of a run are shown; the rest is counted. */
const lateShown = 3;
/** So many names are kept of a cell. */
const variablesAtMost = 1_000;
/** So many tables may one run offer to save. */
const offersAtMost = 20;

/** What happened to one cell: what the frame told, or what the page did. */
export type CellEvent =
  | Exclude<
      FromFrame,
      { op: "ready" | "pong" | "heights" | "taken" | "kept" | "leave" | "request" | "cancel" }
    >
  | { op: "height"; id: number; height: number }
  | { op: "asked"; id: number }
  | { op: "refused"; id: number; error: CellError }
  | { op: "save"; id: number; n: number; saving: Offered["saving"]; message: string | null };

/** The state of a cell after something happened to it. */
export function cellAfter(before: CellState | undefined, event: CellEvent): CellState {
  const state = before ?? idle;
  switch (event.op) {
    case "height":
      return { ...state, height: event.height };
    case "asked":
      return { ...state, status: "running", error: null };
    case "running":
      return { ...state, status: "running", late: none, offers: [] };
    case "done": {
      const { milliseconds, variables } = event;
      return { ...state, status: "done", milliseconds, error: null, variables, ends: state.ends + 1 };
    }
    case "value":
      return { ...state, variables: withValue(state.variables, event.variable) };
    case "failed":
      return failedWith(state, event.error);
    case "stopped":
      return { ...state, status: "stopped", error: null, isByHand: true, ends: state.ends + 1 };
    case "refused":
      return { ...failedWith(state, event.error), height: 0, files: noFiles };
    case "late": {
      const { first, count } = state.late;
      return { ...state, late: { first: [...first, event.error].slice(0, lateShown), count: count + 1 } };
    }
    case "offer": {
      const offers = [...state.offers, { ...event.offer, saving: "no" as const, message: null }];
      return { ...state, offers: offers.slice(0, offersAtMost) };
    }
    case "files":
      return { ...state, files: { listed: event.files, more: event.more } };
    case "save":
      return {
        ...state,
        offers: state.offers.map((offer) =>
          offer.n === event.n ? { ...offer, saving: event.saving, message: event.message } : offer,
        ),
      };
  }
}

function failedWith(state: CellState, error: CellError): CellState {
  return { ...state, status: "failed", error, variables: [], offers: [], ends: state.ends + 1 };
}

function withValue(variables: readonly VariableNote[], value: VariableNote): VariableNote[] {
  const at = variables.findIndex(({ name }) => name === value.name);
  return at < 0 ? [...variables, value].slice(0, variablesAtMost) : variables.with(at, value);
}

/** A cell's state when the frame that ran it is gone: nothing is shown or offered, what ran was stopped. */
export function withoutFrame(state: CellState, isByHand: boolean): CellState {
  const gone = { ...state, height: 0, offers: [], files: noFiles };
  if (state.status !== "running") return gone;
  return { ...gone, status: "stopped", isByHand, ends: state.ends + 1 };
}
