"use client";

import { GitCompare, PackagePlus, Trash2, Undo2, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { callApi } from "@/components/ui/call-api";
import { useSubmit } from "@/components/ui/submit";
import { showToast } from "@/components/ui/toast";
import type { RunRow } from "@/lib/runs/queries";
import { DeleteInUse } from "./delete-in-use";
import { RegisterDialog } from "./register-dialog";
import { RemoveRuns } from "./remove-runs";

type Props = {
  slug: string;
  selected: RunRow[];
  deleted: boolean;
  mayDelete: boolean;
  mayRemove: boolean;
  mayRegister: boolean;
  onCompare: () => void;
  onClear: () => void;
};

export function SelectionBar(props: Props) {
  const { slug, selected, deleted, mayDelete, mayRemove, mayRegister, onCompare, onClear } = props;
  const router = useRouter();
  const [registering, setRegistering] = useState(false);
  const [asking, setAsking] = useState<"in use" | "remove" | null>(null);
  const { pending, error, setError } = useSubmit();
  const only = selected.length === 1 ? selected[0]! : null;

  async function move(how: "delete" | "restore", confirmed = false) {
    const runs = selected.map(({ uid }) => uid);
    const answer = await callApi("POST", `/projects/${slug}/runs/${how}`, {
      runs,
      ...(how === "delete" ? { confirmed } : {}),
    });
    setError(answer.ok ? null : answer.message);
    if (!answer.ok) return setAsking(answer.code === "CONFLICT" ? "in use" : null);
    setAsking(null);
    onClear();
    router.refresh();
    const back = how === "delete" ? "restore" : "delete";
    showToast({
      text:
        `${runs.length === 1 ? selected[0]!.name : `${runs.length} runs`} ` +
        `${how === "delete" ? "deleted" : "restored"}`,
      undo: () => callApi("POST", `/projects/${slug}/runs/${back}`, { runs }).then(() => router.refresh()),
    });
  }

  return (
    <div className="selbar" role="toolbar" aria-label="What to do with the selected runs">
      <span className="medium num nowrap">{selected.length} selected</span>
      <button type="button" className="btn quiet icon" aria-label="Clear the selection" onClick={onClear}>
        <X className="i" aria-hidden="true" />
      </button>
      <span className="sep" />
      <button type="button" className="btn primary" disabled={selected.length < 2} onClick={onCompare}>
        <GitCompare className="i" aria-hidden="true" />
        Compare<kbd>C</kbd>
      </button>
      {mayRegister && only?.status === "FINISHED" ? (
        <button type="button" className="btn quiet" onClick={() => setRegistering(true)}>
          <PackagePlus className="i" aria-hidden="true" />
          Register
        </button>
      ) : null}
      {mayDelete ? (
        <button
          type="button"
          className="btn quiet"
          disabled={pending}
          onClick={() => move(deleted ? "restore" : "delete")}
        >
          {deleted ? <Undo2 className="i" aria-hidden="true" /> : <Trash2 className="i" aria-hidden="true" />}
          {deleted ? "Restore" : "Delete"}
        </button>
      ) : null}
      {mayRemove && deleted ? (
        <button type="button" className="btn quiet" onClick={() => setAsking("remove")}>
          <Trash2 className="i" aria-hidden="true" />
          Remove for good
        </button>
      ) : null}
      <ErrorNote message={asking ? null : error} />
      {asking === "in use" ? (
        <DeleteInUse
          count={selected.length}
          reason={error ?? ""}
          onConfirm={() => void move("delete", true)}
          onClose={() => (setAsking(null), setError(null))}
        />
      ) : null}
      {asking === "remove" ? (
        <RemoveRuns slug={slug} runs={selected} onClose={() => setAsking(null)} onDone={onClear} />
      ) : null}
      {only ? (
        <RegisterDialog slug={slug} run={only} open={registering} onOpenChange={setRegistering} />
      ) : null}
    </div>
  );
}
