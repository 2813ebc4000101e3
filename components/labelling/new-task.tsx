"use client";

import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { Choice, ColumnPick, Flag } from "@/components/datasets/step-choices";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { PageHeader } from "@/components/ui/page-header";
import { useSubmit } from "@/components/ui/submit";
import { integer } from "@/lib/format";
import type { ColumnSchema } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";
import { ChooseRows } from "./choose-rows";
import { Lines } from "./lines-field";
import { firstDraft, taskRequest, type TaskDraft } from "./task-draft";

type Props = {
  slug: string;
  dataset: string;
  version: { number: number; columns: ColumnSchema[]; rows: number };
  models: { name: string; version: number }[];
};

/** A new labelling task: what is asked, of which rows, and of whom. */
export function NewTask({ slug, dataset, version, models }: Props) {
  const router = useRouter();
  const names = version.columns.map(({ name }) => name);
  const [draft, setDraft] = useState<TaskDraft>(() => firstDraft(names));
  const { pending, error, submit } = useSubmit();
  const change = (part: Partial<TaskDraft>) => setDraft((before) => ({ ...before, ...part }));
  const data = `/projects/${slug}/data`;
  const here = `${data}/${encodeURIComponent(dataset)}`;

  async function make(event: FormEvent) {
    event.preventDefault();
    const api = `/projects/${slug}/datasets/${encodeURIComponent(dataset)}/label-tasks`;
    const made = await submit<{ id: string }>("POST", api, taskRequest(draft, version.number));
    if (made) router.push(`${here}/labels/${made.id}`);
  }
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Data", href: data },
          { label: dataset, href: here },
          { label: "Labels", href: `${here}/labels` },
        ]}
        title="New labelling task"
        meta={
          <>
            <span className="chip">v{version.number}</span>
            <span className="num">{integer(version.rows)} rows</span>
          </>
        }
      />
      <form
        className="body source-form"
        onSubmit={(event) => void make(event)}
        aria-label="New labelling task"
      >
        <Field
          label="Name"
          required
          maxLength={100}
          value={draft.name}
          onChange={({ target }) => change({ name: target.value })}
        />
        <Field
          label="Question"
          required
          maxLength={1_000}
          hint="What people answer for each row"
          value={draft.question}
          onChange={({ target }) => change({ question: target.value })}
        />
        <Lines
          label="Classes"
          hint={`One a line, ${limits.labelClasses} at most; they get the keys 1 to ${limits.labelClasses}.`}
          value={draft.classes}
          onChange={(classes) => change({ classes })}
        />
        <div className="grid gap-3">
          <Flag
            label="The classes have an order, from the first to the last"
            checked={draft.ordinal}
            onChange={(on) => change({ ordinal: on === true })}
          />
          <Field
            label="People a row"
            type="number"
            min={1}
            max={9}
            required
            hint="With two or more, the page says how far they agree."
            value={draft.perRow}
            onChange={({ target }) => change({ perRow: target.value })}
          />
        </div>
        <Choice
          label="Who labels"
          value={draft.role}
          options={[
            { value: "EDITOR", label: "editors and above" },
            { value: "MAINTAINER", label: "maintainers and owners" },
            { value: "OWNER", label: "owners" },
          ]}
          onChange={(role = "EDITOR") => change({ role: role as TaskDraft["role"] })}
        />
        <ChooseRows draft={draft} names={names} models={models} onChange={change} />
        <ColumnPick
          label="Columns that are shown"
          names={names}
          chosen={draft.columns}
          onChange={(columns) => change({ columns })}
        />
        <ErrorNote message={error} />
        <div className="row">
          <button type="submit" className="btn form primary" disabled={pending}>
            Create task
          </button>
          {pending ? <span className="t3 s12">Choosing rows …</span> : null}
        </div>
      </form>
    </>
  );
}
