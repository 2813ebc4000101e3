"use client";

import { useEffect, useState, type ReactNode } from "react";
import { callApi } from "@/components/ui/call-api";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { ReasonField } from "@/components/ui/reason-field";
import { Skeleton } from "@/components/ui/skeleton";
import { useSubmit } from "@/components/ui/submit";
import { dependentTexts, type Dependents } from "@/lib/datasets/dependent-words";

type Props = {
  /** What is deleted, as the question and the button name it. */
  what: string;
  /** Address of what is deleted, and of what depends on it. */
  api: string;
  dependentsApi: string;
  onClose: () => void;
  onDeleted: () => void;
  children: ReactNode;
};

/** Asks before rows are deleted, which cannot be undone; says first what still depends on them. */
export function DeleteData({ what, api, dependentsApi, onClose, onDeleted, children }: Props) {
  const [dependents, setDependents] = useState<Dependents | null>(null);
  const [reason, setReason] = useState("");
  const { pending, error, setError, submit } = useSubmit();

  useEffect(() => {
    const leaving = new AbortController();
    void callApi<Dependents>("GET", dependentsApi, undefined, leaving.signal).then((answer) => {
      if (leaving.signal.aborted) return;
      if (answer.ok) setDependents(answer.value);
      else setError(answer.message);
    });
    return () => leaving.abort();
  }, [dependentsApi, setError]);

  const uses = dependents ? dependentTexts(dependents) : [];
  const mayGo = dependents !== null && uses.length === 0;
  async function remove() {
    if (await submit("DELETE", api, { reason })) onDeleted();
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Delete ${what}?`}
      footer={
        <>
          <button type="button" className="btn form" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" form="delete-data" className="btn form danger" disabled={pending || !mayGo}>
            Delete {what}
          </button>
        </>
      }
    >
      <form
        id="delete-data"
        className="grid gap-3"
        onSubmit={(event) => (event.preventDefault(), void remove())}
      >
        {dependents === null && !error ? <Skeleton rows={2} columns={1} /> : null}
        {uses.length > 0 ? (
          <>
            <p>It is in use and stays. Delete these first; runs have to be removed for good.</p>
            <ul className="consequences">
              {uses.map((use) => (
                <li key={use} className="bad">
                  {use}
                </li>
              ))}
            </ul>
          </>
        ) : null}
        {mayGo ? (
          <>
            <ul className="consequences">
              <li>Nothing depends on it.</li>
              {children}
            </ul>
            <ReasonField value={reason} onChange={setReason} />
          </>
        ) : null}
        <ErrorNote message={error} />
      </form>
    </Dialog>
  );
}
