"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

const settle = 250;

/** Draws the page anew when something of these kinds happens in the project; says when the stream is broken. */
export function LiveRefresh({ slug, kinds }: { slug: string; kinds: string[] }) {
  const router = useRouter();
  const [connected, setConnected] = useState(true);
  const watched = kinds.join();

  useEffect(() => {
    const stream = new EventSource(`/api/projects/${slug}/events`);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        router.refresh();
      }, settle);
    };
    for (const kind of watched.split(",")) stream.addEventListener(kind, refresh);
    stream.onopen = () => setConnected(true);
    stream.onerror = () => setConnected(false);
    return () => {
      clearTimeout(timer);
      stream.close();
    };
  }, [slug, watched, router]);

  return connected ? null : (
    <p className="offline" role="status">
      Not connected. What you see may be old; it goes on by itself.
    </p>
  );
}
