"use client";

import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { Flag } from "@/components/datasets/step-choices";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { useSubmit } from "@/components/ui/submit";
import type { Progress } from "@/lib/labelling/queries";
import { integer } from "@/lib/format";

type Props = { api: string; slug: string; dataset: string; task: string; progress: Progress };

/** Saves a version with the labels in a column. */
export function SaveLabels({ api, slug, dataset, task, progress }: Props) {
  const router = useRouter();
  const [draft, setDraft] = useState({ column: task, counts: false, agreement: false, onto: "", key: "" });
  const { pending, error, submit } = useSubmit();
  const change = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  if (progress.begun === 0 && progress.settled === 0) return null;

  async function save(event: FormEvent) {
    event.preventDefault();
    const { column, counts, agreement } = draft;
    const key = draft.key
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "");
    const onto = draft.onto.trim() === "" ? {} : { onto: { version: Number(draft.onto), key } };
    const made = await submit<{ number: number }>("POST", `${api}/save`, {
      column,
      counts,
      agreement,
      ...onto,
    });
    if (!made) return;
    router.push(`/projects/${slug}/data/${encodeURIComponent(dataset)}?version=${made.number}&view=rows`);
    router.refresh();
  }
  return (
    <form className="sec grid gap-3" onSubmit={(event) => void save(event)} aria-labelledby="h-save">
      <div className="sec-head">
        <h2 id="h-save">Save a version</h2>
      </div>
      <p className="t3 s12">
        A row gets the class that all its labels agree on, or that was settled. All others are missing;{" "}
        {integer(progress.rows - progress.complete)} of {integer(progress.rows)} do not have their labels yet.
      </p>
      <Field
        label="Column"
        required
        value={draft.column}
        onChange={({ target }) => change({ column: target.value })}
      />
      <Flag
        label="With the number of labels"
        checked={draft.counts}
        onChange={(on) => change({ counts: on === true })}
      />
      <Flag
        label="With the share of them that say so"
        checked={draft.agreement}
        onChange={(on) => change({ agreement: on === true })}
      />
      <Field
        label="Onto another version, optional"
        inputMode="numeric"
        placeholder="its number"
        value={draft.onto}
        onChange={({ target }) => change({ onto: target.value })}
      />
      {draft.onto.trim() === "" ? null : (
        <Field
          label="Key"
          required
          hint="Columns by which its rows are found again, with commas between"
          value={draft.key}
          onChange={({ target }) => change({ key: target.value })}
        />
      )}
      <ErrorNote message={error} />
      <div>
        <button type="submit" className="btn form primary" disabled={pending}>
          Save version
        </button>
      </div>
    </form>
  );
}
