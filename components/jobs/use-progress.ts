"use client";

import { useState } from "react";
import { useLive } from "@/components/live/live-project";

export type Progress = { done: number; total: number; message: string; logBytes: number };

/** How a running job is getting on, as its worker tells it; null until the first word. */
export function useProgress(jobId: string, running: boolean): Progress | null {
  const [progress, setProgress] = useState<Progress | null>(null);
  useLive((heard) => {
    if (!running || heard === "reset") return;
    if (heard.name === "job.progress" && heard.subject.id === jobId) setProgress(progressIn(heard.detail));
  });
  return running ? progress : null;
}

function progressIn(detail: Record<string, unknown> | null): Progress | null {
  const { done, total, message, logBytes } = detail ?? {};
  if (typeof done !== "number" || typeof total !== "number") return null;
  if (typeof message !== "string" || typeof logBytes !== "number") return null;
  return { done, total, message, logBytes };
}
