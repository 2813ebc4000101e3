"use client";

import { RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { JobProgress } from "@/components/jobs/job-progress";
import { useFollowedJob } from "@/components/jobs/use-followed-job";
import { ErrorNote } from "@/components/ui/error-note";
import { useSubmit } from "@/components/ui/submit";

type Props = {
  slug: string;
  dataset: string;
  /** The refresh that is under way; null where there is none. */
  open: string | null;
  /** Beside other things, not the main one of its page. */
  small?: boolean;
};

/** Fetches a dataset anew, and shows how far that is, with Stop. */
export function RefreshButton({ slug, dataset, open, small = false }: Props) {
  const router = useRouter();
  const { pending, error, submit } = useSubmit();
  const [started, setStarted] = useState<string | null>(null);
  const id = started ?? open;
  const job = useFollowedJob(slug, id);
  const isOpen = job ? job.status === "QUEUED" || job.status === "RUNNING" : id !== null;
  useEffect(() => {
    if (job && !isOpen) router.refresh();
  }, [job, isOpen, router]);

  async function refresh() {
    const address = `/projects/${slug}/datasets/${encodeURIComponent(dataset)}/source/refresh`;
    const answer = await submit<{ job: string }>("POST", address);
    if (answer) setStarted(answer.job);
  }
  return (
    <div className="grid gap-2">
      <button
        type="button"
        className={`btn justify-self-start${small ? "" : " primary"}`}
        disabled={pending || isOpen}
        onClick={() => void refresh()}
      >
        <RefreshCw className="i" aria-hidden="true" />
        Refresh
      </button>
      {job && isOpen ? <JobProgress slug={slug} job={job} mayCancel /> : null}
      <ErrorNote message={error} />
    </div>
  );
}
