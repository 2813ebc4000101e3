"use client";

import { useEffect, useState } from "react";
import type { Session } from "@/lib/notebooks/session";
import { watchRuns } from "./watch-runs";

/** Says once, to who listens to the page, which cells are done and which have failed. */
export function RunNews({ session }: { session: Session }) {
  const [news, setNews] = useState("");
  useEffect(() => {
    // the same words twice are told twice: they differ by a blank that nobody hears
    const tell = (next: string) => setNews((before) => (before === next ? `${next}\u00a0` : next));
    return watchRuns(session, tell);
  }, [session]);
  return (
    <p className="sr" role="status" aria-label="Runs">
      {news}
    </p>
  );
}
