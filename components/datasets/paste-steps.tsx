"use client";

import { useId, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { stepsSchema, type Step } from "@/lib/datasets/recipe";
import { sentenceOfIssues } from "@/lib/issue-words";

/** Reads copied steps. @returns the steps, or what is wrong with the text as a sentence */
function stepsIn(text: string): Step[] | string {
  try {
    const parsed = stepsSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : sentenceOfIssues(parsed.error.issues);
  } catch {
    return "This is not the JSON of copied steps.";
  }
}

/** Puts steps in that were copied from another recipe, as JSON. Nothing happens before it is confirmed. */
export function PasteSteps({ onSteps }: { onSteps: (steps: Step[]) => void }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [error, setError] = useState<string | null>(null);

  async function begin() {
    setError(null);
    setOpen(true);
    // A browser may keep its clipboard from pages: then the text is pasted by hand.
    const copied = await navigator.clipboard.readText().catch(() => "");
    setText(typeof stepsIn(copied) === "string" ? "" : copied);
  }
  function done() {
    const steps = stepsIn(text);
    if (typeof steps === "string") return setError(steps);
    setOpen(false);
    onSteps(steps);
  }
  return (
    <>
      <button type="button" className="btn-link" onClick={() => void begin()}>
        Paste steps
      </button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Paste steps"
        footer={
          <>
            <button type="button" className="btn" onClick={() => setOpen(false)}>
              Cancel
            </button>
            <button type="button" className="btn primary" onClick={done}>
              Add these steps
            </button>
          </>
        }
      >
        <div className="field">
          <label htmlFor={id}>Steps as JSON</label>
          <textarea
            id={id}
            className="input mono"
            rows={8}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <p className="hint">Copy steps of another recipe there, and paste them here.</p>
        </div>
        <ErrorNote message={error} />
      </Dialog>
    </>
  );
}
