"use client";

import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { limits } from "@/lib/limits";
import type { CellId } from "@/lib/notebooks/graph";
import type { OutputPart } from "@/lib/notebooks/output-parts";
import type { Session } from "@/lib/notebooks/session";
import type { ShownOutput } from "@/lib/notebooks/shown-outputs";
import type { Reads } from "./answer-request";
import { batchesOf, keptOutput, runsToKeep, type Ran } from "./runs-to-keep";
import type { StoredCell } from "./frame-life";
import type { useFrameOutputs } from "./use-frame-outputs";

/** What cells show is sent when nothing has happened to them for so long, or soon after it began to. */
const restMilliseconds = 800;
/** After the server could not be reached, it is tried again so much later. */
const patience = 10_000;

type Loaded = { outputs: (Omit<ShownOutput, "ranAt"> & { ranAt: string })[]; newest: Record<string, number> };
type Page = Loaded & { next: string | null };
type Frame = ReturnType<typeof useFrameOutputs>;
type Options = Frame & {
  slug: string;
  id: string;
  session: Session;
  reads: Reads;
  /** Whether what runs here is kept. */
  keeps: boolean;
};

/** The newest of the runs whose outputs are shown. */
export type StoredRun = { ranAt: string; ranBy: string; others: boolean };

/** Outputs of cells that are kept on the server: shown at opening, and sent when cells have run. */
export function useOutputs({ slug, id, session, reads, keeps, keep, showStored }: Options) {
  const at = `/api/projects/${slug}/notebooks/${id}/outputs`;
  /** Whether values may be in the frame of which it is not known what they were read from. */
  const isUnknown = useRef(false);

  /** Shows what the server keeps; null where that is nothing, or it cannot be had. */
  const show = useCallback(async (): Promise<StoredRun | null> => {
    const loaded = await load(at).catch(() => null);
    if (!loaded) return null;
    for (const [name, version] of Object.entries(loaded.newest)) session.versionIs(name, version);
    const cells: StoredCell[] = [];
    const runs: StoredRun[] = [];
    for (const { cell, parts, names, isWithheld, reads: read, ...note } of loaded.outputs) {
      if (!session.stored(cell, note, names)) continue;
      cells.push({ id: cell, parts: isWithheld ? [withheld] : parts });
      runs.push({ ranAt: note.ranAt, ranBy: note.ranBy, others: false });
      // cells can read what stands in the frame, so that it counts as read by whatever runs here
      if (!isWithheld && read === null) isUnknown.current = true;
      for (const { name, number } of read ?? []) reads.set(`${name}@v${number}`, { name, number });
    }
    showStored(cells);
    const [newest] = runs.toSorted((a, b) => b.ranAt.localeCompare(a.ranAt));
    return newest ? { ...newest, others: runs.some(({ ranBy }) => ranBy !== newest.ranBy) } : null;
  }, [at, reads, session, showStored]);

  const [sent] = useState(() => new Map<CellId, string>());
  const [since] = useState(() => new Map<string, number>());
  const send = useEffectEvent(async (): Promise<boolean> => {
    for (const { name, number } of reads.values()) session.versionIs(name, number);
    const due = runsToKeep(session, sent);
    for (const { hash } of due) if (!since.has(hash)) since.set(hash, performance.now());
    const wanted = due.slice(0, limits.outputsAtOnce);
    if (wanted.length === 0) return true;
    const kept = new Map((await keep(wanted.map((run) => run.id))).map((one) => [one.id, one.parts]));
    const now = new Map(runsToKeep(session, sent).map((run) => [run.id, run]));
    const same = wanted.filter((run) => kept.has(run.id) && now.get(run.id)?.hash === run.hash);
    const isPython = session.ids().some((cell) => session.cell(cell)?.mode === "python");
    const known =
      isUnknown.current || isPython || reads.size > limits.outputReads ? null : [...reads.values()];
    const ago = ({ hash }: Ran) => Math.round(performance.now() - (since.get(hash) ?? performance.now()));
    const outputs = same.map((run) => keptOutput(run, kept.get(run.id)!, ago(run)));
    for (const batch of batchesOf(outputs)) {
      const body = JSON.stringify({ outputs: batch, reads: known });
      const headers = { "content-type": "application/json" };
      const response = await fetch(at, { method: "PUT", body, headers });
      if (response.status >= 500 || response.status === 429) return false;
      const { gone = [] } = response.ok ? ((await response.json()) as { gone: number[] }) : {};
      for (const { cell, hash } of batch) if (!gone.includes(cell)) sent.set(cell, hash);
    }
    return due.length === wanted.length && same.length === wanted.length;
  });

  useEffect(() => {
    if (!keeps) return;
    let timer: ReturnType<typeof setTimeout> | null = null;
    let ended = false;
    const later = (milliseconds = restMilliseconds) => {
      if (!ended) timer ??= setTimeout(() => void go(), milliseconds);
    };
    async function go(): Promise<void> {
      const done = await send().catch(() => false);
      timer = null;
      if (!done) later(patience);
    }
    const leave = session.subscribe("any", () => later());
    return () => {
      ended = true;
      leave();
      if (timer) clearTimeout(timer);
    };
  }, [keeps, session]);
  return { show };
}

const withheld: OutputPart = {
  kind: "note",
  text: "Not shown: it may hold values that are masked for you. Run the cell to see what you may.",
};

/** All outputs of a notebook, page by page. */
async function load(at: string): Promise<Loaded | null> {
  const all: Loaded = { outputs: [], newest: {} };
  for (let next: string | null = ""; next !== null;) {
    const response = await fetch(next === "" ? at : `${at}?after=${next}`);
    if (!response.ok) return null;
    const page = (await response.json()) as Page;
    all.outputs.push(...page.outputs);
    Object.assign(all.newest, page.newest);
    next = page.next;
  }
  return all.outputs.length > 0 ? all : null;
}
