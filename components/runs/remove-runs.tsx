"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { ReasonField } from "@/components/ui/reason-field";
import { useSubmit } from "@/components/ui/submit";
import { counted } from "@/lib/format";

type Props = { slug: string; runs: { uid: string }[]; onClose: () => void; onDone: () => void };

/** Removes deleted runs for good, which cannot be undone: it asks why, and the audit keeps it. */
export function RemoveRuns({ slug, runs, onClose, onDone }: Props) {
  const router = useRouter();
  const [reason, setReason] = useState("");
  const { pending, error, submit } = useSubmit();

  async function remove() {
    const uids = runs.map(({ uid }) => uid);
    if (!(await submit("POST", `/projects/${slug}/runs/remove`, { runs: uids, reason }))) return;
    onClose();
    onDone();
    router.refresh();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Remove ${counted(runs.length, "run")} for good?`}
      footer={
        <>
          <button type="button" className="btn form" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" form="remove-runs" className="btn form danger" disabled={pending}>
            Remove
          </button>
        </>
      }
    >
      <form
        id="remove-runs"
        className="grid gap-3"
        onSubmit={(event) => (event.preventDefault(), void remove())}
      >
        <ul className="consequences">
          <li>Params, metrics, tags, files, logged models and jobs go with them.</li>
          <li>Runs inside of them stay, without a parent.</li>
          <li>This cannot be undone.</li>
        </ul>
        <ReasonField value={reason} onChange={setReason} />
        <ErrorNote message={error} />
      </form>
    </Dialog>
  );
}
