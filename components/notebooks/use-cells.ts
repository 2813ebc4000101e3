"use client";

import { useCallback, useEffect, useEffectEvent, useState } from "react";
import type { Offered } from "@/lib/notebooks/cell-state";
import type { CellId } from "@/lib/notebooks/graph";
import type { FrameRequest } from "@/lib/notebooks/protocol";
import type { Session } from "@/lib/notebooks/session";
import { answerRequest, saveTable, type Reads } from "./answer-request";
import type { Held } from "./banners";
import { rememberStopped, wasStopped } from "./stopped-before";
import { usePython } from "./python/use-python";
import { useFrame, type Asking } from "./use-frame";
import { useOutputs, type StoredRun } from "./use-outputs";

type Options = {
  slug: string;
  id: string;
  session: Session;
  /** What speaks against running at the opening. */
  still: "no" | "asked" | "imported";
  /** Saves the text and gives the revision that holds it. */
  saveNow: () => Promise<number>;
  /** Whether who looks may run Python. */
  mayRun: boolean;
  onLeave: (id: CellId, isOn: boolean) => void;
  /** Whether this is the text as it is now, whose outputs are kept; and whether any are. */
  isNewest: boolean;
  hasOutputs: boolean;
};

/**
 * The cells of a notebook as they run: at opening those outputs are shown that are kept; where there are
 * none, all cells run, unless something speaks against it.
 */
export function useCells({
  slug,
  id,
  session,
  still,
  saveNow,
  mayRun,
  isNewest,
  hasOutputs,
  onLeave,
}: Options) {
  const [held, setHeld] = useState<Held>("no");
  const [storedRun, setStoredRun] = useState<StoredRun | null>(null);
  const [reads] = useState<Reads>(() => new Map());
  const { state: kernel, gone, ...python } = usePython({ slug, id, session, reads, mayRun });
  const { answer: answerPython, prepare: preparePython, forget } = python;
  const answer = useCallback(
    (request: FrameRequest, asking: Asking) =>
      request.kind === "python" || request.kind === "python-value"
        ? answerPython(request, asking)
        : answerRequest(request, { slug, reads, signal: asking.signal }),
    [answerPython, reads, slug],
  );
  const onFlood = useCallback(() => {
    rememberStopped(id);
    setHeld("flood");
  }, [id]);
  const {
    take,
    run: runInFrame,
    remove: removeInFrame,
    showStored,
    keep,
    ...frame
  } = useFrame({
    ...{ session, answer, preparePython, onFlood, onLeave },
  });
  const outputs = useOutputs({
    ...{ slug, id, session, reads, keep, showStored },
    keeps: mayRun && isNewest,
  });
  const remove = useCallback(
    (cell: CellId) => {
      removeInFrame(cell);
      forget(cell);
    },
    [forget, removeInFrame],
  );

  const run = useCallback(
    (which: readonly CellId[], isOpening = false) => {
      setHeld("no");
      runInFrame(
        session.runsWith(which).flatMap((cell) => session.cell(cell) ?? []),
        isOpening,
      );
    },
    [runInFrame, session],
  );
  const open = useEffectEvent(async (isGone: () => boolean) => {
    const shown = hasOutputs && isNewest ? await outputs.show() : null;
    if (isGone()) return;
    setStoredRun(shown);
    if (still !== "no") setHeld(still);
    else if (wasStopped(id)) setHeld("stopped");
    else if (shown) setHeld("stored");
    else run(session.ids(), true);
  });
  useEffect(() => {
    let isGone = false;
    const timer = setTimeout(() => void open(() => isGone));
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, []);

  const saveOffer = useCallback(
    async (cellId: CellId, { n, name }: Offered) => {
      const tell = (saving: Offered["saving"], message: string | null = null) =>
        session.happened({ op: "save", id: cellId, n, saving, message });
      tell("now");
      try {
        const { bytes: arrow } = await take(n);
        const revision = await saveNow();
        const saving = { slug, notebookId: id, revision, reads, name, arrow };
        tell(await saveTable(saving));
      } catch (error) {
        tell("no", error instanceof Error ? error.message : String(error));
      }
    },
    [id, reads, saveNow, session, slug, take],
  );
  return { ...frame, remove, kernel, gone, python, held, storedRun, run, saveOffer, takeFile: take };
}
