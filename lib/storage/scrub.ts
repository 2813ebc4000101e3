import { setTimeout as pause } from "node:timers/promises";
import type { Sql } from "@/lib/db/direct";
import { blobColumns, namedInColumns, namesAfter } from "./blob-names";
import type { Storage } from "./storage";

/** Where a scrub is, and what it and reads have found. It goes on from here in whichever server. */
export type ScrubState = {
  /** Files are read first, by address; then each column's names are looked for. */
  at: { column: number | null; after: string };
  startedAt: string;
  finishedAt: string | null;
  checked: number;
  bytes: number;
  damaged: string[];
  missing: string[];
  /** From when on what is known to be wrong is looked at again. */
  lookAt?: string;
};

export type Pace = { bytesPerSecond: number; signal?: AbortSignal };
type Deps = { storage: Storage; sql: Sql };

const pageSize = 100;
/** Bytes after which the state is put away, whatever the page. */
const turnBytes = 2 ** 30;
/** Addresses that a report names at most; a disk that fails has more. */
const namedAtMost = 1_000;

/** A scrub that begins now; what is known to be wrong stays known. */
export function newScrub(now: Date, before: ScrubState | null): ScrubState {
  const { damaged = [], missing = [], lookAt } = before ?? {};
  return {
    at: { column: null, after: "" },
    startedAt: now.toISOString(),
    finishedAt: null,
    checked: 0,
    bytes: 0,
    damaged,
    missing,
    ...(lookAt ? { lookAt } : {}),
  };
}

/**
 * Reads the next files whole, or looks for the next files that rows name. @returns the state after,
 * finished or not
 */
export async function scrubSome(
  deps: Deps,
  state: ScrubState,
  now: () => Date,
  pace: Pace,
): Promise<ScrubState> {
  return state.at.column === null
    ? readSome(deps, state, pace)
    : lookForSome(deps, state, state.at.column, now);
}

async function readSome({ storage }: Deps, state: ScrubState, pace: Pace): Promise<ScrubState> {
  const { items, next } = await storage.list({ after: state.at.after, limit: pageSize });
  const wrong = new Map<string, "damaged" | "missing" | null>();
  let { checked, bytes, at } = state;
  for (const item of items) {
    wrong.set(item.sha256, await storage.check(item.sha256));
    [checked, bytes, at] = [checked + 1, bytes + item.bytes, { column: null, after: item.sha256 }];
    if (pace.signal?.aborted || bytes - state.bytes > turnBytes) break;
    await pause((item.bytes / pace.bytesPerSecond) * 1_000, undefined, { ref: false });
  }
  const isLast = next === null && at.after === (items.at(-1)?.sha256 ?? at.after);
  return noted({ ...state, checked, bytes, at: isLast ? { column: 0, after: "" } : at }, wrong);
}

async function lookForSome(
  { storage, sql }: Deps,
  state: ScrubState,
  column: number,
  now: () => Date,
): Promise<ScrubState> {
  const one = blobColumns[column];
  if (!one) return { ...state, finishedAt: now().toISOString() };
  const names = await namesAfter(sql, one, state.at.after, pageSize);
  const wrong = new Map<string, "damaged" | "missing" | null>();
  for (const sha256 of names) if (!(await storage.has(sha256))) wrong.set(sha256, "missing");
  const last = names.at(-1);
  const at = last === undefined ? { column: column + 1, after: "" } : { column, after: last };
  return noted({ ...state, at }, wrong);
}

/** What is wrong is read again after an hour at the earliest, and for a tenth of the time at most. */
const [lookEvery, rest] = [3_600_000, 10];

/**
 * Looks at what reads have met, and again at what is known to be wrong once an hour has passed; a file that
 * was restored, or that no row names any more, is forgotten. `goesOn` is asked before each file whether to.
 */
export async function lookAgain(
  { storage, sql }: Deps,
  state: ScrubState,
  { seen, now, goesOn = async () => true }: Look,
): Promise<ScrubState> {
  const known = new Set([...state.damaged, ...state.missing]);
  const started = now().getTime();
  const isTime = isTimeToLook(state, started);
  const all = new Set([...(isTime ? known : []), ...seen.filter((sha256) => !known.has(sha256))]);
  if (all.size === 0) return state;
  const wrong = new Map<string, "damaged" | "missing" | null>();
  const named = await namedInColumns(sql, [...all]);
  for (const sha256 of all) {
    if (!(await goesOn())) break;
    const is = await storage.check(sha256);
    wrong.set(sha256, is === "missing" && !named.has(sha256) ? null : is);
  }
  const ended = now().getTime();
  const lookAt = new Date(ended + Math.max(lookEvery, rest * (ended - started))).toISOString();
  return noted(isTime || known.size === 0 ? { ...state, lookAt } : state, wrong);
}

type Look = { seen: readonly string[]; now: () => Date; goesOn?: () => Promise<boolean> };

function isTimeToLook({ lookAt }: ScrubState, now: number): boolean {
  return lookAt === undefined || Date.parse(lookAt) <= now;
}

function noted(state: ScrubState, found: ReadonlyMap<string, "damaged" | "missing" | null>): ScrubState {
  const listed = (kind: "damaged" | "missing") =>
    [
      ...state[kind].filter((sha256) => !found.has(sha256)),
      ...[...found].flatMap(([sha256, is]) => (is === kind ? [sha256] : [])),
    ].slice(0, namedAtMost);
  return { ...state, damaged: listed("damaged"), missing: listed("missing") };
}
