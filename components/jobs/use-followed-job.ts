"use client";

import { useEffect, useState } from "react";
import { useLive } from "@/components/live/live-project";
import { callApi } from "@/components/ui/call-api";
import type { ShownJob } from "./job-state";

export type FollowedJob = ShownJob & { report: string | null };

/**
 * A job as it stands, read anew whenever something happens to it; null without an id, and until it is known.
 */
export function useFollowedJob(slug: string, id: string | null): FollowedJob | null {
  const [job, setJob] = useState<FollowedJob | null>(null);
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    if (id === null) return;
    const leaving = new AbortController();
    const asked = callApi<FollowedJob>("GET", `/projects/${slug}/jobs/${id}`, undefined, leaving.signal);
    void asked.then((answer) => {
      if (answer.ok && !leaving.signal.aborted) setJob(answer.value);
    });
    return () => leaving.abort();
  }, [slug, id, changes]);
  useLive((heard) => {
    const changed = heard === "reset" || (heard.subject.id === id && heard.name !== "job.progress");
    if (changed) setChanges((count) => count + 1);
  });
  return job?.id === id ? job : null;
}
