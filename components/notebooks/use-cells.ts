"use client";

import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import type { Offered } from "@/lib/notebooks/cell-state";
import type { CellId } from "@/lib/notebooks/graph";
import type { FrameRequest } from "@/lib/notebooks/protocol";
import type { Session } from "@/lib/notebooks/session";
import { answerRequest, saveTable, type Reads } from "./answer-request";
import type { Held } from "./banners";
import { rememberStopped, wasStopped } from "./stopped-before";
import { useFrame } from "./use-frame";

type Options = {
  slug: string;
  id: string;
  session: Session;
  /** What speaks against running at the opening. */
  still: "no" | "asked" | "imported";
  /** Saves the text and gives the revision that holds it. */
  saveNow: () => Promise<number>;
};

/** The cells of a notebook as they run: all at opening, unless something speaks against it. */
export function useCells({ slug, id, session, still, saveNow }: Options) {
  const [held, setHeld] = useState<Held>("no");
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
  const { take, run: runInFrame, ...frame } = useFrame({ session, answer, onFlood });

  const run = useCallback(
    (which: readonly CellId[]) => {
      setHeld("no");
      runInFrame(which.flatMap((cell) => session.cell(cell) ?? []));
    },
    [runInFrame, session],
  );
  const open = useEffectEvent(() => {
    if (still !== "no") setHeld(still);
    else if (wasStopped(id)) setHeld("stopped");
    else run(session.ids());
  });
  useEffect(() => {
    const timer = setTimeout(open);
    return () => clearTimeout(timer);
  }, []);

  const saveOffer = useCallback(
    async (cellId: CellId, { n, name }: Offered) => {
      const tell = (saving: Offered["saving"], message: string | null = null) =>
        session.happened({ op: "save", id: cellId, n, saving, message });
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
    [id, saveNow, session, slug, take],
  );
  return { ...frame, held, run, saveOffer };
}
