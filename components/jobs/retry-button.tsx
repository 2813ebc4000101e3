"use client";

import { RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { ErrorNote } from "@/components/ui/error-note";
import { useSubmit } from "@/components/ui/submit";

/** Has a job tried again that failed or was stopped. */
export function RetryButton({ slug, job }: { slug: string; job: { id: string; title: string } }) {
  const router = useRouter();
  const { pending, error, submit } = useSubmit();

  async function retry() {
    if (await submit("POST", `/projects/${slug}/jobs/${job.id}/retry`)) router.refresh();
  }

  return (
    <>
      <button
        type="button"
        className="btn"
        disabled={pending}
        onClick={retry}
        aria-label={`Retry ${job.title}`}
      >
        <RotateCcw className="i" aria-hidden="true" />
        Retry
      </button>
      <ErrorNote message={error} />
    </>
  );
}
