"use client";

import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import type { Cell } from "@/lib/notebooks/schema";
import {
  fromFrame,
  type FileForm,
  type FrameRequest,
  type FromFrame,
  type PythonTold,
  type ToFrame,
} from "@/lib/notebooks/protocol";
import { newLife, noRuns, type Life, type Taken } from "./frame-life";
import { messagesAllowed } from "./message-budget";
import type { CellId } from "@/lib/notebooks/graph";
import type { Session } from "@/lib/notebooks/session";
import type { Transpiled } from "./transpile-worker";
import { useFrameOutputs } from "./use-frame-outputs";
import { useRuns } from "./use-runs";

/** Without an answer to a ping for this long, a cell keeps the frame busy. */
const patience = 2_500;

/** How a request is answered: until when, and what is told before. */
export type Asking = { signal: AbortSignal; heard: (told: PythonTold) => void };

type Options = {
  session: Session;
  /** Does for a cell what it has no right to, until the signal says that the frame is gone. */
  answer: (request: FrameRequest, asking: Asking) => Promise<unknown>;
  /** Makes a Python cell ready to run, or says why it cannot. */
  preparePython: (cell: Cell, n: number, isOpening: boolean) => Promise<Transpiled>;
  /** Hears that the frame was ended because a cell sent too many messages. */
  onFlood: () => void;
  /** Hears that the focus is to leave what a cell shows: on to the next cell, or back to its own. */
  onLeave: (id: number, isOn: boolean) => void;
};

type Replying = Pick<Options, "answer"> & { send: (message: ToFrame) => void };

/** Answers what a cell asked for, unless nobody waits for it any more. */
function reply(
  { ended: { signal: ended }, stops, atOnce, pythonAtOnce }: Life,
  { n, request }: Extract<FromFrame, { op: "request" }>,
  { answer, send }: Replying,
): void {
  const own = new AbortController();
  stops.set(n, () => own.abort());
  const asking: Asking = {
    signal: AbortSignal.any([ended, own.signal]),
    heard: (part) => void (ended.aborted || send({ op: "part", n, part })),
  };
  const isPython = request.kind === "python" || request.kind === "python-value";
  (isPython ? pythonAtOnce : atOnce)(() => answer(request, asking))
    .finally(() => stops.delete(n))
    .then(
      (value) => ended.aborted || send({ op: "reply", n, ok: true, value }),
      (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        if (!ended.aborted) send({ op: "reply", n, ok: false, message });
      },
    );
}

/** Nobody gets what was asked of a frame that is gone. */
function refuseAll(taking: Life["taking"]): void {
  for (const [n, hear] of taking)
    hear({ op: "taken", n, bytes: null, message: "Stopped before it was saved." });
}

/**
 * The notebook's frame: runs cells, hears of their outputs, and can be stopped while the page stays alive.
 */
export function useFrame({ session, answer, preparePython, onFlood, onLeave }: Options) {
  const frame = useRef<HTMLIFrameElement>(null);
  const life = useRef<Life | null>(null);
  const runs = useRef(noRuns());
  const [generation, setGeneration] = useState(0);
  const [busy, setBusy] = useState(false);
  const answerNow = useEffectEvent(answer);
  const flooded = useEffectEvent(onFlood);
  const left = useEffectEvent(onLeave);

  const send = useCallback((message: ToFrame) => frame.current?.contentWindow?.postMessage(message, "*"), []);
  const lifeNow = useCallback(() => (life.current ??= newLife()), []);

  /** Ends everything that runs: the frame goes away and an empty one takes its place. */
  const end = useCallback(
    (isByHand: boolean) => {
      const { ended, taking } = lifeNow();
      ended.abort();
      refuseAll(taking);
      life.current = newLife();
      setBusy(false);
      session.stopped(isByHand);
      setGeneration((number) => number + 1);
    },
    [lifeNow, session],
  );
  const stop = useCallback(() => end(true), [end]);

  useEffect(() => {
    function hear(message: FromFrame): void {
      const { versions } = runs.current;
      const now = lifeNow();
      if ("version" in message && message.version !== versions.get(message.id)) return;
      if (message.op === "ready") {
        now.ready = true;
        if (runs.current.stored.size > 0) send({ op: "stored", cells: [...runs.current.stored.values()] });
        for (const cell of now.queue.splice(0)) send({ op: "define", cell });
      } else if (message.op === "pong") now.answered = message.n;
      else if (message.op === "heights")
        for (const [id, height] of message.heights)
          (versions.has(id) || runs.current.stored.has(id)) && session.happened({ op: "height", id, height });
      else if (message.op === "files") versions.has(message.id) && session.happened(message);
      else if (message.op === "taken") {
        now.taking.get(message.n)?.(message);
        now.taking.delete(message.n);
      } else if (message.op === "kept") {
        now.keeping.get(message.n)?.(message.cells.filter(({ id, version }) => versions.get(id) === version));
        now.keeping.delete(message.n);
      } else if (message.op === "request") reply(now, message, { answer: answerNow, send });
      else if (message.op === "cancel") now.stops.get(message.n)?.();
      else if (message.op === "leave") left(message.id, message.on);
      else session.happened(message);
    }

    function onMessage({ source, data }: MessageEvent<unknown>): void {
      const now = lifeNow();
      if (source === null || source !== frame.current?.contentWindow || now.ended.signal.aborted) return;
      if (!now.within(performance.now(), messagesAllowed(runs.current.versions.size))) {
        // the rest of the flood is passed over by the line above
        now.ended.abort();
        end(false);
        return flooded();
      }
      const message = fromFrame.safeParse(data);
      if (message.success) hear(message.data);
    }
    addEventListener("message", onMessage);
    return () => removeEventListener("message", onMessage);
  }, [end, lifeNow, send, session]);

  useEffect(() => {
    const timer = setInterval(() => {
      const now = lifeNow();
      if (!now.ready) return;
      setBusy(now.pinged > now.answered);
      now.pinged += 1;
      send({ op: "ping", n: now.pinged });
    }, patience);
    return () => clearInterval(timer);
  }, [lifeNow, send]);

  useEffect(() => () => (runs.current.transpiler?.terminate(), life.current?.ended.abort()), []);

  /** Takes a cell over as the frame can run it. @returns cells that it reads, which are to run first */
  const transpiled = useCallback(
    (data: Transpiled): CellId[] => {
      if (data.n !== runs.current.versions.get(data.ok ? data.cell.id : data.id)) return [];
      const now = lifeNow();
      if (!data.ok) {
        send({ op: "remove", id: data.id });
        session.happened({ op: "refused", id: data.id, error: data.error });
        return [];
      }
      const { id, inputs, outputs, python } = data.cell;
      session.named(id, { defines: outputs, uses: inputs, isLoose: python !== undefined });
      if (now.ready) send({ op: "define", cell: data.cell });
      else now.queue.push(data.cell);
      return session.storedInputs(id);
    },
    [lifeNow, send, session],
  );

  const run = useRuns({ runs, session, preparePython, transpiled });

  /**
   * The rows of a table that a cell offered, or what it shows as a file, with what there is to know of it.
   *
   * @throws {Error} when the cell ran again or was stopped, and when the file is larger than it may be
   */
  const take = useCallback(
    async (n: number, as?: FileForm): Promise<{ bytes: Uint8Array<ArrayBuffer>; note: string | null }> => {
      const { bytes, message } = await new Promise<Taken>((resolve) => {
        lifeNow().taking.set(n, resolve);
        send({ op: "take", n, as });
      });
      if (!bytes) throw new Error(message ?? "The cell gave no table.");
      return { bytes: new Uint8Array(bytes), note: message };
    },
    [lifeNow, send],
  );

  const remove = useCallback(
    (id: number) => {
      send({ op: "remove", id });
      runs.current.versions.delete(id);
      runs.current.stored.delete(id);
    },
    [send],
  );

  const { showStored, keep } = useFrameOutputs({ runs, lifeNow, send });
  return { frame, generation, busy, run, take, stop, remove, send, showStored, keep };
}
