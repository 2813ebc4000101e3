"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { shareStream, toldBy } from "./live-stream";

const settle = 250;

/** Draws the page anew when something of these kinds happens in the project; says when the stream is broken. */
export function LiveRefresh({ slug, kinds }: { slug: string; kinds: string[] }) {
  const router = useRouter();
  const [connected, setConnected] = useState(true);
  const watched = kinds.join();

  useEffect(() => {
    const { source, release } = shareStream(slug);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = (event: MessageEvent<string>) => {
      if (toldBy(event).name === "job.progress") return; // who shows it listens for it
      timer ??= setTimeout(() => {
        timer = undefined;
        router.refresh();
      }, settle);
    };
    const opened = () => setConnected(true);
    const broken = () => setConnected(false);
    for (const kind of watched.split(",")) source.addEventListener(kind, refresh);
    source.addEventListener("open", opened);
    source.addEventListener("error", broken);
    return () => {
      clearTimeout(timer);
      for (const kind of watched.split(",")) source.removeEventListener(kind, refresh);
      source.removeEventListener("open", opened);
      source.removeEventListener("error", broken);
      release();
    };
  }, [slug, watched, router]);

  return connected ? null : (
    <p className="offline" role="status">
      Not connected. What you see may be old; it goes on by itself.
    </p>
  );
}
