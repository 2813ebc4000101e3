"use client";

import { useRouter } from "next/navigation";
import { ErrorNote } from "@/components/ui/error-note";
import { useSubmit } from "@/components/ui/submit";

/** Leads to the options of the file that a version was read from. */
export function ReadAgain({ slug, dataset, version }: { slug: string; dataset: string; version: number }) {
  const router = useRouter();
  const { pending, error, submit } = useSubmit();
  const path = `/projects/${slug}/datasets/${encodeURIComponent(dataset)}/versions/${version}/uploads`;
  async function open() {
    const made = await submit<{ upload: string }>("POST", path, {});
    if (made) router.push(`/projects/${slug}/upload/${made.upload}`);
  }
  return (
    <>
      <button type="button" className="btn" disabled={pending} onClick={open}>
        Read again with other options
      </button>
      <ErrorNote message={error} />
    </>
  );
}
