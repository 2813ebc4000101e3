"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { callApi } from "@/components/ui/call-api";
import { useLive } from "@/components/live/live-project";
import type { Cell } from "./row-cells";

/** A row before somebody, with what they said of it before. */
export type ShownRow = {
  position: number;
  row: number;
  cells: Cell[];
  own: { class: string | null; note: string } | null;
};
type Next = ShownRow | { position: null; withOthers: number; freeAt: string | null };
export type Waiting = { withOthers: number; freeAt: string | null };

/** A row is kept for a minute: so often the page says that it is still there. */
const holdMilliseconds = 20_000;
/** Others' rows are looked for again at most so often. */
const lookMilliseconds = 1_000;

/**
 * The queue of a task as one person works it: the row before them, and the rows that they labelled before, in
 * that order. One request at a time: what is pressed meanwhile does not label a row that nobody has seen.
 */
export function useQueue(api: string, before: readonly number[]) {
  const [shown, setShown] = useState<ShownRow | null>(null);
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const [own, setOwn] = useState<readonly number[]>(before);
  /** The place among their own rows that is looked at; null is the queue. */
  const [at, setAt] = useState<number | null>(null);
  const [busy, setBusy] = useState(true);
  const [error, setError] = useState<string | null>(null);
  const working = useRef(false);
  const held = useRef<number | null>(null);

  /** Does one thing after the other; what comes while one is under way is dropped. */
  async function alone(act: () => Promise<void>): Promise<void> {
    if (working.current) return;
    working.current = true;
    setBusy(true);
    setError(null);
    await act();
    working.current = false;
    setBusy(false);
  }
  async function take(): Promise<void> {
    const answer = await callApi<Next>("POST", `${api}/next`, {});
    setAt(null);
    held.current = answer.ok ? answer.value.position : null;
    if (!answer.ok) {
      setShown(null);
      return setError(answer.message);
    }
    if (answer.value.position === null) {
      setShown(null);
      return setWaiting(answer.value);
    }
    setWaiting(null);
    setShown(answer.value);
  }
  async function look(place: number): Promise<void> {
    const answer = await callApi<ShownRow>("GET", `${api}/rows/${own[place]}`);
    if (!answer.ok) return setError(answer.message);
    setAt(place);
    setWaiting(null);
    setShown(answer.value);
  }
  const forward = () => (at === null ? take() : at + 1 < own.length ? look(at + 1) : take());

  const say = (said: string | null, note: string) =>
    alone(async () => {
      if (!shown) return;
      const { position } = shown;
      const answer = await callApi("POST", `${api}/labels`, { position, class: said, note });
      if (!answer.ok) {
        if (at === null) await take();
        return setError(answer.message);
      }
      if (at === null) setOwn((rows) => [...rows.filter((row) => row !== position), position]);
      await forward();
    });
  const undo = () =>
    alone(async () => {
      const position = at === null ? own.at(-1) : own[at];
      if (position === undefined) return setError("There is nothing to take back.");
      const undone = await callApi("DELETE", `${api}/labels/${position}`);
      if (!undone.ok) return setError(undone.message);
      held.current = position;
      setOwn((rows) => rows.filter((row) => row !== position));
      setAt(null);
      const answer = await callApi<ShownRow>("GET", `${api}/rows/${position}`);
      if (!answer.ok) return setError(answer.message);
      setWaiting(null);
      setShown(answer.value);
    });
  const back = () =>
    alone(async () => {
      const place = at === null ? own.length - 1 : at - 1;
      if (place >= 0) await look(place);
    });

  const again = useEffectEvent(() => void alone(take));
  useEffect(() => {
    const first = setTimeout(() => again(), 0);
    const hold = setInterval(() => {
      if (held.current !== null) void callApi("POST", `${api}/hold`, { position: held.current });
    }, holdMilliseconds);
    const release = () => {
      if (held.current !== null) void fetch(`/api${api}/release`, releasing);
      held.current = null;
    };
    addEventListener("pagehide", release);
    return () => {
      clearTimeout(first);
      clearInterval(hold);
      removeEventListener("pagehide", release);
      release();
    };
  }, [api]);

  // A row comes back when its lease ends, and when somebody says something of it or takes it back.
  const freeAt = waiting?.freeAt ?? null;
  useEffect(() => {
    if (freeAt === null) return;
    const rest = Math.max(lookMilliseconds, Date.parse(freeAt) - Date.now() + lookMilliseconds);
    const timer = setTimeout(() => again(), rest);
    return () => clearTimeout(timer);
  }, [freeAt]);
  useLive((heard) => {
    if (heard !== "reset" && heard.name.startsWith("label") && waiting) void alone(take);
  });

  return {
    shown,
    waiting,
    busy,
    error,
    /** How many rows back in what one said before; 0 is the queue. */
    back: at === null ? 0 : own.length - at,
    said: own.length,
    say,
    undo,
    goBack: back,
    goForward: () => alone(async () => (at === null ? undefined : forward())),
  };
}

const releasing: RequestInit = {
  method: "POST",
  body: "{}",
  headers: { "content-type": "application/json" },
  keepalive: true,
};
