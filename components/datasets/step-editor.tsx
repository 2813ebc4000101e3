"use client";

import { useState, type FormEvent } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { columnsAfter, stepSchema, type Step } from "@/lib/datasets/recipe";
import { AppError } from "@/lib/errors";
import { sentenceOfIssues } from "@/lib/issue-words";
import type { ColumnSchema } from "@/lib/frame/frame";
import { StepFields, type Draft } from "./step-fields";

const kinds: Record<Step["kind"], string> = {
  drop: "Drop columns",
  select: "Keep columns",
  filter: "Keep rows where …",
  missing: "Missing cells",
  deduplicate: "Drop repeated rows",
  derive: "New column by formula",
  "days-since": "Days since a date",
  rename: "Rename a column",
  type: "Change a type",
  split: "Split for training and test",
};

type Props = {
  columns: ColumnSchema[];
  step: Step | null;
  onDone: (step: Step) => void;
  onCancel: () => void;
};

export function StepEditor({ columns, step, onDone, onCancel }: Props) {
  const [draft, setDraft] = useState<Draft>(step ?? blank("drop", columns));
  const [error, setError] = useState<string | null>(null);

  function done(event: FormEvent) {
    event.preventDefault();
    const parsed = stepSchema.safeParse(draft);
    if (!parsed.success) {
      setError(sentenceOfIssues(parsed.error.issues));
      return;
    }
    try {
      columnsAfter(columns, parsed.data);
      onDone(parsed.data);
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      setError(thrown.message);
    }
  }

  return (
    <form className="form step-form" onSubmit={done}>
      <div className="field">
        <label htmlFor="step-kind">{step ? "Step" : "New step"}</label>
        <select
          id="step-kind"
          className="input"
          value={draft.kind}
          disabled={step !== null}
          onChange={(event) => (setError(null), setDraft(blank(event.target.value as Step["kind"], columns)))}
        >
          {Object.entries(kinds).map(([kind, label]) => (
            <option key={kind} value={kind}>
              {label}
            </option>
          ))}
        </select>
      </div>
      <StepFields draft={draft} columns={columns} onChange={(change) => setDraft({ ...draft, ...change })} />
      <ErrorNote message={error} />
      <div className="row">
        <button className="btn form primary">{step ? "Change step" : "Add step"}</button>
        <button type="button" className="btn form" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}

function blank(kind: Step["kind"], columns: ColumnSchema[]): Draft {
  const first = columns[0]?.name ?? "";
  const target = columns.findLast(({ type }) => type === "boolean")?.name;
  const defaults: Record<Step["kind"], object> = {
    drop: { columns: [] },
    select: { columns: [] },
    filter: { formula: "" },
    missing: { columns: [], how: "drop" },
    deduplicate: { columns: [] },
    derive: { name: "", formula: "" },
    "days-since": {
      column: columns.find(({ type }) => type === "date")?.name ?? "",
      date: "2000-01-01",
      name: "days",
    },
    rename: { from: first, to: "" },
    type: { column: first, type: "text" },
    split: { how: "random", test: 0.1, seed: 42, ...(target ? { stratify: target } : {}) },
  };
  return { kind, ...defaults[kind] };
}
