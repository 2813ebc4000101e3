"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { useSubmit } from "@/components/ui/submit";
import { integer } from "@/lib/format";

/** How a notebook is published: the revision that readers see, null for the newest, and whether with code. */
export type Published = { revision: number | null; code: boolean };

type Props = {
  slug: string;
  id: string;
  title: string;
  /** How it is published now; null where it is not. */
  published: Published | null;
  /** The revision that holds what is written now. */
  revisionNow: () => Promise<number>;
  onClose: () => void;
};

/** Asks how a notebook is to be published, or ends it. */
export function PublishDialog({ slug, id, title, published, revisionNow, onClose }: Props) {
  const router = useRouter();
  const { pending, error, submit } = useSubmit();
  const [isFixed, setFixed] = useState(published !== null && published.revision !== null);
  const [hasCode, setCode] = useState(published?.code ?? false);
  const at = `/projects/${slug}/notebooks/${id}/published`;
  const kept = published?.revision ?? null;

  async function publish() {
    const revision = isFixed ? (kept ?? (await revisionNow())) : null;
    if (await submit("PUT", at, { revision, code: hasCode })) done();
  }
  async function end() {
    if (await submit("DELETE", at)) done();
  }
  function done() {
    onClose();
    router.refresh();
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Publish ${title}`}
      footer={
        <>
          {published ? (
            <button type="button" className="btn" disabled={pending} onClick={() => void end()}>
              Unpublish
            </button>
          ) : null}
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
          <button type="button" className="btn primary" disabled={pending} onClick={() => void publish()}>
            {published ? "Save" : "Publish"}
          </button>
        </>
      }
    >
      <p className="t2">
        Whoever may read this notebook gets a page to read it on. Cells run with the rights of who looks.
      </p>
      <fieldset className="publish-how">
        <legend className="sr">What readers see</legend>
        <label className="tick">
          <input type="radio" name="revision" checked={!isFixed} onChange={() => setFixed(false)} />
          Always the newest revision
        </label>
        <label className="tick">
          <input type="radio" name="revision" checked={isFixed} onChange={() => setFixed(true)} />
          {kept === null
            ? "As it is now, whatever is written later"
            : `As it was at revision ${integer(kept)}, whatever is written later`}
        </label>
        <label className="tick">
          <input type="checkbox" checked={hasCode} onChange={({ target }) => setCode(target.checked)} />
          Show code
        </label>
      </fieldset>
      {published ? (
        <p>
          <Link href={at}>Open the published page</Link>
        </p>
      ) : null}
      <ErrorNote message={error} />
    </Dialog>
  );
}
