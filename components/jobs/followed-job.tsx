"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent } from "react";
import { endOfJob } from "./job-end";
import { JobProgress } from "./job-progress";
import { useFollowedJob } from "./use-followed-job";

type Props = {
  slug: string;
  id: string;
  onMade: () => void;
  /** It ended without a version, and why. */
  onFailed: (sentence: string) => void;
};

/** A job that makes a version: how far it is, with Stop; it leads to the version when that is there. */
export function FollowedJob({ slug, id, onMade, onFailed }: Props) {
  const router = useRouter();
  const job = useFollowedJob(slug, id);
  const end = endOfJob(slug, job);
  const open = end && "open" in end ? end.open : null;
  const failed = end && "failed" in end ? end.failed : null;
  const made = useEffectEvent(onMade);
  const tell = useEffectEvent(onFailed);
  useEffect(() => {
    if (!open) return;
    made();
    router.push(open);
  }, [open, router]);
  useEffect(() => {
    if (failed) tell(failed);
  }, [failed]);
  return (
    <>
      {job ? <JobProgress slug={slug} job={job} mayCancel /> : null}
      <p className="t3 s12">
        It goes on when you leave this page: <Link href={`/projects/${slug}/jobs/${id}`}>its job</Link>.
      </p>
    </>
  );
}
