"use client";

import { NotebookText } from "lucide-react";
import { useRouter } from "next/navigation";
import { useSubmit } from "@/components/ui/submit";

export function ExploreInNotebook({
  slug,
  dataset,
  version,
}: {
  slug: string;
  dataset: string;
  version: number;
}) {
  const router = useRouter();
  const { pending, error, submit } = useSubmit();

  async function open() {
    const notebook = await submit<{ id: string }>("POST", `/projects/${slug}/notebooks`, {
      dataset,
      version,
    });
    if (notebook) router.push(`/projects/${slug}/notebooks/${notebook.id}`);
  }

  return (
    <button type="button" className="btn" disabled={pending} onClick={open} title={error ?? undefined}>
      <NotebookText className="i" aria-hidden="true" />
      Explore in a notebook
    </button>
  );
}
