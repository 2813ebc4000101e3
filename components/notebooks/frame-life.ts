import type { CellId } from "@/lib/notebooks/graph";
import type { OutputPart } from "@/lib/notebooks/output-parts";
import type { FromFrame, RunnableCell } from "@/lib/notebooks/protocol";
import { messageBudget } from "./message-budget";
import { frameRequests, requestsAtOnce } from "./requests-at-once";

export type Taken = Extract<FromFrame, { op: "taken" }>;
export type Kept = Extract<FromFrame, { op: "kept" }>;
/** What an earlier run of a cell showed. */
export type StoredCell = { id: CellId; parts: readonly OutputPart[] };
/** One life of the frame: it ends when the frame is stopped, and with it all that was asked in it. */
export type Life = {
  ready: boolean;
  queue: RunnableCell[];
  pinged: number;
  answered: number;
  within: ReturnType<typeof messageBudget>;
  atOnce: ReturnType<typeof requestsAtOnce>;
  /** Runs of Python wait in their kernel, and hold up nothing else. */
  pythonAtOnce: ReturnType<typeof requestsAtOnce>;
  /** What ends each request that is under way. */
  stops: Map<number, () => void>;
  ended: AbortController;
  taking: Map<number, (taken: Taken) => void>;
  keeping: Map<number, (cells: Kept["cells"]) => void>;
};

/** A life that begins now. */
export function newLife(): Life {
  return {
    ...{ ready: false, queue: [], pinged: 0, answered: 0, taking: new Map(), stops: new Map() },
    within: messageBudget(performance.now()),
    atOnce: requestsAtOnce(frameRequests),
    pythonAtOnce: requestsAtOnce({ atOnce: 2_000, waiting: 0 }),
    ended: new AbortController(),
    keeping: new Map(),
  };
}

/** What is known of runs over all lives of the frame. */
export type Runs = {
  /** Of each cell that ran, which run is the newest; and how many there were of all. */
  versions: Map<CellId, number>;
  asked: number;
  transpiler: Worker | null;
  /** What earlier runs showed, until the cells run. */
  stored: Map<CellId, StoredCell>;
};

/** Nothing has run. */
export function noRuns(): Runs {
  return { versions: new Map(), asked: 0, transpiler: null, stored: new Map() };
}

/** The number of the next thing that is asked. */
export function nextOf(runs: Runs): number {
  return (runs.asked += 1);
}
