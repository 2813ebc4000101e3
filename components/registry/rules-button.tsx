"use client";

import { ListChecks } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { useSubmit } from "@/components/ui/submit";
import type { ProjectRules } from "@/lib/projects/rules";

/** What the project asks of the models that are registered and promoted in it. */
export function RulesButton({ slug, rules }: { slug: string; rules: ProjectRules }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState(rules);
  const [metrics, setMetrics] = useState(rules.metrics.join(", "));
  const { pending, error, submit } = useSubmit();

  async function save() {
    const names = metrics
      .split(",")
      .map((name) => name.trim())
      .filter(Boolean);
    if (!(await submit("PATCH", `/projects/${slug}`, { rules: { ...draft, metrics: names } }))) return;
    setOpen(false);
    router.refresh();
  }

  return (
    <>
      <button type="button" className="btn" onClick={() => setOpen(true)}>
        <ListChecks className="i" aria-hidden="true" />
        Rules
      </button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="What does this project ask of its models?"
        footer={
          <>
            <button type="button" className="btn form" onClick={() => setOpen(false)}>
              Cancel
            </button>
            <button type="submit" form="rules" className="btn form primary" disabled={pending}>
              Save
            </button>
          </>
        }
      >
        <form id="rules" className="grid gap-3" onSubmit={(event) => (event.preventDefault(), void save())}>
          <label className="row">
            <input
              type="checkbox"
              className="check"
              checked={!draft.clientsRegister}
              onChange={({ target }) => setDraft({ ...draft, clientsRegister: !target.checked })}
            />
            Register from the pages only, not from code
          </label>
          <label className="row">
            <input
              type="checkbox"
              className="check"
              checked={draft.signature}
              onChange={({ target }) => setDraft({ ...draft, signature: target.checked })}
            />
            Every version has a signature
          </label>
          <Field
            label="Metrics before Staging and Production (optional)"
            value={metrics}
            onChange={({ target }) => setMetrics(target.value)}
            placeholder="f1, roc_auc"
            hint="Names with commas between. A run that lacks one says so, and its version stays where it is."
          />
          <ErrorNote message={error} />
        </form>
      </Dialog>
    </>
  );
}
