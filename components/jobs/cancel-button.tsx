"use client";

import { useRouter } from "next/navigation";
import { useSubmit } from "@/components/ui/submit";

export function CancelButton({
  slug,
  job,
}: {
  slug: string;
  job: { id: string; title: string; cancelRequestedAt: Date | string | null };
}) {
  const router = useRouter();
  const { pending, error, submit } = useSubmit();

  async function cancel() {
    if (await submit("POST", `/projects/${slug}/jobs/${job.id}/cancel`)) router.refresh();
  }

  return (
    <button
      type="button"
      className="btn-link"
      disabled={pending || job.cancelRequestedAt !== null}
      title={error ?? undefined}
      onClick={cancel}
      aria-label={`Stop ${job.title}`}
    >
      {job.cancelRequestedAt ? "Stopping" : "Stop"}
    </button>
  );
}
