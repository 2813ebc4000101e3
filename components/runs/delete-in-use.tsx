"use client";

import { Dialog } from "@/components/ui/dialog";
import { counted } from "@/lib/format";

type Props = { count: number; reason: string; onConfirm: () => void; onClose: () => void };

/** Asks before runs are deleted that a model in use came from. */
export function DeleteInUse({ count, reason, onConfirm, onClose }: Props) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Delete ${counted(count, "run")} that a model came from?`}
      footer={
        <>
          <button type="button" className="btn form" onClick={onClose}>
            Cancel
          </button>
          <button type="button" className="btn form danger" onClick={onConfirm}>
            Delete
          </button>
        </>
      }
    >
      <p>{reason}</p>
      <ul className="consequences">
        <li>The versions stay and go on answering; their files are kept.</li>
        <li>Their runs are found under Deleted only, and can be restored there.</li>
      </ul>
    </Dialog>
  );
}
