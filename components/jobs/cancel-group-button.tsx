"use client";

import { Square } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { useSubmit } from "@/components/ui/submit";
import { counted } from "@/lib/format";
import type { JobGroup } from "@/lib/jobs/queries";

/** Stops all jobs of a sweep at once, after saying what that does. */
export function CancelGroupButton({ slug, group }: { slug: string; group: JobGroup }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const { pending, error, submit } = useSubmit();
  const left = group.waiting + group.running;
  if (left === 0) return null;

  async function stop() {
    if (!(await submit("POST", `/projects/${slug}/jobs/cancel`, { group: group.id }))) return;
    setOpen(false);
    router.refresh();
  }

  return (
    <>
      <button type="button" className="btn" onClick={() => setOpen(true)}>
        <Square className="i" aria-hidden="true" />
        Stop the sweep
      </button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Stop ${group.name}?`}
        footer={
          <>
            <button type="button" className="btn" onClick={() => setOpen(false)}>
              Let it go on
            </button>
            <button type="button" className="btn danger" disabled={pending} onClick={stop}>
              Stop {counted(left, "job")}
            </button>
          </>
        }
      >
        <p>
          {group.running > 0
            ? `${counted(group.running, "job")} under way will be ended where ` +
              `${group.running === 1 ? "it is" : "they are"}. `
            : ""}
          {group.waiting > 0
            ? `${counted(group.waiting, "job")} that ${group.waiting === 1 ? "waits" : "wait"} ` +
              "will not start. "
            : ""}
          What has finished stays.
        </p>
        <ErrorNote message={error} />
      </Dialog>
    </>
  );
}
