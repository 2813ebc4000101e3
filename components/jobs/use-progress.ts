"use client";

import { useEffect, useState } from "react";
import { shareStream, toldBy } from "@/components/projects/live-stream";

export type Progress = { done: number; total: number; message: string; logBytes: number };

/** How a running job is getting on, as its worker tells it; null until the first word. */
export function useProgress(slug: string, jobId: string, running: boolean): Progress | null {
  const [progress, setProgress] = useState<Progress | null>(null);
  useEffect(() => {
    if (!running) return;
    const { source, release } = shareStream(slug);
    const take = (event: MessageEvent<string>) => {
      const { name, subject, detail } = toldBy(event);
      if (name === "job.progress" && subject?.id === jobId) setProgress(detail as Progress);
    };
    source.addEventListener("job", take);
    return () => {
      source.removeEventListener("job", take);
      release();
    };
  }, [slug, jobId, running]);
  return running ? progress : null;
}
