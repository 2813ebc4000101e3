"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { useSubmit } from "@/components/ui/submit";
import type { DictionaryEntry } from "@/lib/datasets/dictionary";
import { columnRoles } from "@/lib/datasets/dictionary";
import { draftOf, entryOfDraft, type EntryDraft } from "@/lib/datasets/entry-draft";
import { columnTypes } from "@/lib/frame/frame";
import { Choice, Flag } from "./step-choices";

type Props = { api: string; entry: DictionaryEntry; onClose: () => void };

/** The form of one column's entry in the dictionary. */
export function EditEntry({ api, entry, onClose }: Props) {
  const router = useRouter();
  const [draft, setDraft] = useState<EntryDraft>(draftOf(entry));
  const { pending, error, submit } = useSubmit();
  const change = (part: Partial<EntryDraft>) => setDraft({ ...draft, ...part });
  const text = (key: keyof EntryDraft, label: string, hint?: string) => (
    <Field
      label={label}
      value={String(draft[key] ?? "")}
      onChange={({ target }) => change({ [key]: target.value })}
      {...(hint ? { hint } : {})}
    />
  );
  async function save() {
    const body = { columns: [entryOfDraft(entry.name, draft)] };
    if (!(await submit("PATCH", `${api}/dictionary`, body))) return;
    onClose();
    router.refresh();
  }
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`What ${entry.name} means`}
      footer={
        <>
          <button type="button" className="btn form" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" form="edit-entry" className="btn form primary" disabled={pending}>
            Save
          </button>
        </>
      }
    >
      <form
        id="edit-entry"
        className="grid gap-3"
        onSubmit={(event) => (event.preventDefault(), void save())}
      >
        <div className="pair">
          <Choice
            label="Role"
            empty="Not said"
            value={draft.role}
            options={columnRoles}
            onChange={(role = "") => change({ role })}
          />
          {text("unit", "Unit")}
        </div>
        {text("description", "Description")}
        <Choice
          label="Expected type"
          empty="Not said"
          value={draft.type}
          options={columnTypes}
          onChange={(type = "") => change({ type })}
        />
        <div className="row key-choice">
          <Flag
            label="Never missing"
            checked={draft.required}
            onChange={(on) => change({ required: on === true })}
          />
          <Flag
            label="Different in every row"
            checked={draft.unique}
            onChange={(on) => change({ unique: on === true })}
          />
        </div>
        <div className="pair">
          {text("least", "At least", "A number or a date")}
          {text("most", "At most")}
        </div>
        {text("allowed", "Allowed values", "With commas between; empty for any")}
        {text("missingCodes", "Values that mean missing", "With commas between, such as -999")}
        <div className="pair">
          {text("tolerated", "Tolerated share of rows, in %")}
          <Choice
            label="Beyond that"
            value={draft.otherwise}
            options={[
              { value: "warn", label: "make the version, with a warning" },
              { value: "stop", label: "make no version" },
            ]}
            onChange={(otherwise = "warn") => change({ otherwise })}
          />
        </div>
        <ErrorNote message={error} />
      </form>
    </Dialog>
  );
}
