"use client";

import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import type { Cell } from "@/lib/notebooks/schema";
import { answerRequest, saveTable, type Reads } from "./answer-request";
import type { Held } from "./banners";
import type { Offered } from "./cell-state";
import type { FrameRequest } from "./frame/messages";
import { rememberStopped, wasStopped } from "./stopped-before";
import { useFrame } from "./use-frame";

type Options = {
  slug: string;
  id: string;
  cells: readonly Cell[];
  /** Whether the address asks to open the notebook without running it. */
  still: boolean;
  /** Saves the text and gives the revision that holds it. */
  saveNow: () => Promise<number>;
};

/** The cells of a notebook as they run: all at opening, unless something speaks against it. */
export function useCells({ slug, id, cells, still, saveNow }: Options) {
  const [held, setHeld] = useState<Held>("no");
  const [ran, setRan] = useState<Record<number, string>>({});
  const reads = useRef<Reads>(new Map());
  const answer = useCallback(
    (request: FrameRequest, signal: AbortSignal) =>
      answerRequest(request, { slug, reads: reads.current, signal }),
    [slug],
  );
  const onFlood = useCallback(() => {
    rememberStopped(id);
    setHeld("flood");
  }, [id]);
  const { take, happened, run: runInFrame, ...frame } = useFrame({ answer, onFlood });

  const run = useCallback(
    (which: readonly Cell[]) => {
      setHeld("no");
      setRan((before) => ({ ...before, ...Object.fromEntries(which.map((cell) => [cell.id, keyOf(cell)])) }));
      runInFrame(which);
    },
    [runInFrame],
  );
  const open = useEffectEvent(() => {
    if (still) setHeld("asked");
    else if (wasStopped(id)) setHeld("stopped");
    else run(cells);
  });
  useEffect(() => {
    const timer = setTimeout(open);
    return () => clearTimeout(timer);
  }, []);

  const saveOffer = useCallback(
    async (cellId: number, { n, name }: Offered) => {
      const tell = (saving: Offered["saving"], message: string | null = null) =>
        happened({ op: "save", id: cellId, n, saving, message });
      tell("now");
      try {
        const arrow = await take(n);
        const revision = await saveNow();
        const saving = { slug, notebookId: id, revision, reads: reads.current, name, arrow };
        tell(await saveTable(saving));
      } catch (error) {
        tell("no", error instanceof Error ? error.message : String(error));
      }
    },
    [happened, id, saveNow, slug, take],
  );

  const isStale = (cell: Cell) => ran[cell.id] !== keyOf(cell);
  const hasChanged = (cell: Cell) => ran[cell.id] !== undefined && isStale(cell);
  return { ...frame, held, run, saveOffer, isStale, hasChanged };
}

function keyOf({ mode, source, output }: Cell): string {
  return `${mode}\n${output ?? ""}\n${source}`;
}
