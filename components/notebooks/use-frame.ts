"use client";

import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { assetUrl } from "@/components/ui/asset-url";
import type { Cell } from "@/lib/notebooks/schema";
import type {
  CellError,
  FrameRequest,
  FromFrame,
  RunnableCell,
  ToFrame,
  VariableNote,
} from "./frame/messages";
import type { Transpiled } from "./transpile-worker";

export type CellState = {
  status: "idle" | "running" | "done" | "failed";
  height: number;
  milliseconds: number | null;
  error: CellError | null;
  variables: VariableNote[];
};
const idle: CellState = { status: "idle", height: 0, milliseconds: null, error: null, variables: [] };
/** Without an answer to a ping for this long, a cell keeps the frame busy. */
const patience = 2_500;

type Live = {
  versions: Map<number, number>;
  ready: boolean;
  queue: RunnableCell[];
  transpiler: Worker | null;
  asked: number;
  pinged: number;
  answered: number;
};

/**
 * The notebook's frame: runs cells, hears of their outputs, and can be stopped while the page stays alive.
 */
export function useFrame(answer: (request: FrameRequest) => Promise<unknown>) {
  const frame = useRef<HTMLIFrameElement>(null);
  const live = useRef<Live>({
    versions: new Map(),
    ready: false,
    queue: [],
    transpiler: null,
    asked: 0,
    pinged: 0,
    answered: 0,
  });
  const [generation, setGeneration] = useState(0);
  const [busy, setBusy] = useState(false);
  const [states, setStates] = useState<Record<number, CellState>>({});
  const answerNow = useEffectEvent(answer);

  const patch = useCallback(
    (id: number, change: Partial<CellState>) =>
      setStates((before) => ({ ...before, [id]: { ...idle, ...before[id], ...change } })),
    [],
  );
  const send = useCallback((message: ToFrame) => frame.current?.contentWindow?.postMessage(message, "*"), []);

  useEffect(() => {
    const onMessage = ({ source, data }: MessageEvent<FromFrame>) => {
      if (source !== frame.current?.contentWindow) return;
      if ("version" in data && data.version !== live.current.versions.get(data.id)) return;
      if (data.op === "ready") {
        live.current.ready = true;
        for (const cell of live.current.queue.splice(0)) send({ op: "define", cell });
      } else if (data.op === "pong") live.current.answered = data.n;
      else if (data.op === "height") patch(data.id, { height: data.height });
      else if (data.op === "running") patch(data.id, { status: "running" });
      else if (data.op === "done")
        patch(data.id, {
          status: "done",
          milliseconds: data.milliseconds,
          error: null,
          variables: data.variables,
        });
      else if (data.op === "failed") patch(data.id, { status: "failed", error: data.error, variables: [] });
      else if (data.op === "request") {
        const { n } = data;
        answerNow(data.request).then(
          (value) => send({ op: "reply", n, ok: true, value }),
          (error: unknown) =>
            send({
              op: "reply",
              n,
              ok: false,
              message: error instanceof Error ? error.message : String(error),
            }),
        );
      }
    };
    addEventListener("message", onMessage);
    return () => removeEventListener("message", onMessage);
  }, [patch, send]);

  useEffect(() => {
    const timer = setInterval(() => {
      const state = live.current;
      if (!state.ready) return;
      setBusy(state.pinged > state.answered);
      state.pinged += 1;
      send({ op: "ping", n: state.pinged });
    }, patience);
    return () => clearInterval(timer);
  }, [send]);

  useEffect(() => () => live.current.transpiler?.terminate(), []);

  const run = useCallback(
    (cells: readonly Cell[]) => {
      const state = live.current;
      state.transpiler ??= new Worker(assetUrl("transpile.js"));
      state.transpiler.onmessage = ({ data }: MessageEvent<Transpiled>) => {
        if (data.n !== live.current.versions.get(data.ok ? data.cell.id : data.id)) return;
        if (!data.ok) {
          send({ op: "remove", id: data.id });
          patch(data.id, { status: "failed", error: data.error, height: 0, variables: [] });
        } else if (live.current.ready) send({ op: "define", cell: data.cell });
        else live.current.queue.push(data.cell);
      };
      for (const cell of cells) {
        patch(cell.id, { status: "running", error: null });
        state.versions.set(cell.id, (state.asked += 1));
        state.transpiler.postMessage({ n: state.asked, cell });
      }
    },
    [patch, send],
  );

  /** Ends everything that runs: the frame goes away and an empty one takes its place. */
  const stop = useCallback(() => {
    Object.assign(live.current, { ready: false, queue: [], pinged: 0, answered: 0 });
    setBusy(false);
    setStates((before) =>
      Object.fromEntries(
        Object.entries(before).map(([id, state]) => [
          id,
          { ...state, status: state.status === "running" ? "idle" : state.status, height: 0 },
        ]),
      ),
    );
    setGeneration((number) => number + 1);
  }, []);

  const remove = useCallback(
    (id: number) => {
      send({ op: "remove", id });
      setStates(({ [id]: _gone, ...rest }) => rest);
    },
    [send],
  );

  return { frame, generation, busy, states, run, stop, remove, send };
}
