"use client";

import { History } from "lucide-react";
import { useRouter } from "next/navigation";
import { ErrorNote } from "@/components/ui/error-note";
import { useSubmit } from "@/components/ui/submit";
import { integer } from "@/lib/format";
import type { Document } from "@/lib/notebooks/document";

type Props = { slug: string; id: string; number: number; newest: number; document: Document };

/** Makes the notebook as it was: as a revision of its own, so that nothing is lost. */
export function RestoreRevision({ slug, id, number, newest, document }: Props) {
  const router = useRouter();
  const { pending, error, submit } = useSubmit();
  const notebook = `/projects/${slug}/notebooks/${id}`;

  async function restore() {
    const made = await submit<{ newest: number }>("PUT", notebook, { ...document, revision: newest });
    if (!made) return;
    router.push(notebook);
    router.refresh();
  }

  return (
    <>
      <button type="button" className="btn primary" disabled={pending} onClick={() => void restore()}>
        <History className="i" aria-hidden="true" />
        Restore revision {integer(number)}
      </button>
      <ErrorNote message={error} />
    </>
  );
}
