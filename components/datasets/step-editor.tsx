"use client";

import { useState, type FormEvent } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { columnsAfter, stepForms, stepSchema, type Step, type StepForm } from "@/lib/datasets/recipe";
import { AppError } from "@/lib/errors";
import { sentenceOfIssues } from "@/lib/issue-words";
import { stepGroups } from "@/lib/datasets/steps/form";
import type { ColumnSchema } from "@/lib/frame/frame";
import { StepFields, type Draft } from "./step-fields";

type Props = {
  columns: ColumnSchema[];
  step: Step | null;
  onDone: (step: Step) => void;
  onCancel: () => void;
};

/** The form of a step: of a new one, whose kind is chosen here, or of one that is there. */
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
          onChange={(event) => (setError(null), setDraft(blank(event.target.value, columns)))}
        >
          {stepGroups.map((group) => (
            <optgroup key={group} label={group}>
              {stepForms
                .filter((form) => form.group === group)
                .map(({ kind, title }) => (
                  <option key={kind} value={kind}>
                    {title}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </div>
      <StepFields
        form={formOf(draft.kind)}
        draft={draft}
        columns={columns}
        onChange={(change) => setDraft({ ...draft, ...change })}
      />
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

function formOf(kind: string): StepForm {
  return stepForms.find((form) => form.kind === kind)!;
}

function blank(kind: string, columns: readonly ColumnSchema[]): Draft {
  const form = formOf(kind);
  return { kind: form.kind, ...form.defaults(columns) };
}
