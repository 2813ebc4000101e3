"use client";

import { createContext, useContext, useEffect, useRef, useState, type ReactNode } from "react";
import { assetUrl } from "@/components/ui/asset-url";
import { readEvent, type FromStream, type LiveEvent, type ToStream } from "./messages";
import { openEventStream } from "./stream";

type Heard = LiveEvent | "reset";
type Listener = (heard: Heard) => void;

const Listeners = createContext<Set<Listener> | null>(null);

/**
 * Calls `listener` for each event of the project whose page this is,
 * and with `"reset"` when some may have been missed.
 */
export function useLive(listener: Listener): void {
  const listeners = useContext(Listeners);
  const newest = useRef(listener);
  useEffect(() => {
    newest.current = listener;
  });
  useEffect(() => {
    const call: Listener = (heard) => newest.current(heard);
    listeners?.add(call);
    return () => void listeners?.delete(call);
  }, [listeners]);
}

/**
 * Gives the pages of a project its events, over one connection whatever number of components listen, and
 * says when it is broken.
 *
 * @param person who looks: another person's tabs share nothing with theirs
 * @param since the event after which it listens, from before what the page shows was read
 */
export function LiveProject({
  slug,
  person,
  since,
  children,
}: {
  slug: string;
  person: string;
  since: number;
  children: ReactNode;
}) {
  const [listeners] = useState(() => new Set<Listener>());
  const [connected, setConnected] = useState(true);
  const [first] = useState(since); // drawn anew, the page still listens to the same stream

  useEffect(() => {
    const hear = (message: FromStream) => {
      if (message.kind === "connected") return setConnected(message.connected);
      const heard = message.kind === "reset" ? "reset" : readEvent(message.data);
      if (heard) for (const listener of listeners) listener(heard);
    };
    return connect({ url: `/api/projects/${slug}/events`, since: first, person }, hear);
  }, [slug, person, first, listeners]);

  return (
    <Listeners value={listeners}>
      {children}
      {connected ? null : (
        <p className="offline" role="status">
          Not connected. What you see may be old; it goes on by itself.
        </p>
      )}
    </Listeners>
  );
}

type Source = { url: string; since: number; person: string };

function connect({ url, since, person }: Source, hear: (message: FromStream) => void): () => void {
  if (!("SharedWorker" in globalThis)) return openEventStream(url, since, hear).stop;
  const worker = new SharedWorker(assetUrl("live.js"), { name: `live ${person}` });
  const say = (message: ToStream) => worker.port.postMessage(message);
  const listen = () => say({ kind: "listen", url, since });
  const leave = () => say({ kind: "leave" });
  worker.port.onmessage = ({ data }: MessageEvent<FromStream>) => hear(data);
  listen();
  // A tab that is put aside leaves; one that comes back may have missed something.
  const back = ({ persisted }: PageTransitionEvent) => {
    if (!persisted) return;
    listen();
    hear({ kind: "reset" });
  };
  addEventListener("pagehide", leave);
  addEventListener("pageshow", back);
  return () => {
    removeEventListener("pagehide", leave);
    removeEventListener("pageshow", back);
    leave();
    worker.port.close();
  };
}
