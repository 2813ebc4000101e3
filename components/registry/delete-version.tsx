"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { ReasonField } from "@/components/ui/reason-field";
import { useSubmit } from "@/components/ui/submit";

type Props = {
  api: string;
  here: string;
  model: string;
  number: number;
  stage: string;
  aliases: readonly string[];
};

/** Takes a version out of the registry, which cannot be undone: it asks why, and the audit keeps it. */
export function DeleteVersion({ api, here, model, number, stage, aliases }: Props) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const { pending, error, submit } = useSubmit();

  async function remove() {
    if (!(await submit("DELETE", api, { reason, confirmed: true }))) return;
    setOpen(false);
    router.push(here);
    router.refresh();
  }

  return (
    <>
      <button type="button" className="btn" onClick={() => (setReason(""), setOpen(true))}>
        <Trash2 className="i" aria-hidden="true" />
        Delete
      </button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Delete ${model} v${number}?`}
        footer={
          <>
            <button type="button" className="btn form" onClick={() => setOpen(false)}>
              Cancel
            </button>
            <button type="submit" form="delete-version" className="btn form danger" disabled={pending}>
              Delete v{number}
            </button>
          </>
        }
      >
        <form
          id="delete-version"
          className="grid gap-3"
          onSubmit={(event) => (event.preventDefault(), void remove())}
        >
          <ul className="consequences">
            {stage === "Production" ? (
              <li className="bad">
                It is in Production: nothing will be, until another version is moved there.
              </li>
            ) : null}
            {aliases.length > 0 ? (
              <li className="bad">
                {aliases.map((alias) => `@${alias}`).join(", ")} will point at nothing; who loads the model by
                it fails.
              </li>
            ) : null}
            <li>Its number is not given again.</li>
            <li>The run and its files stay. A version that is only out of use is better archived.</li>
          </ul>
          <ReasonField value={reason} onChange={setReason} />
          <ErrorNote message={error} />
        </form>
      </Dialog>
    </>
  );
}
