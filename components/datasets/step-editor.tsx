"use client";

import { useState, type FormEvent } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { columnsAfter, stepForms, stepSchema, type Step, type StepForm } from "@/lib/datasets/recipe";
import { AppError } from "@/lib/errors";
import { sentenceOfIssues } from "@/lib/issue-words";
import { stepGroups } from "@/lib/datasets/steps/form";
import type { ColumnSchema } from "@/lib/frame/frame";
import { isShown, StepFields, type Draft } from "./step-fields";
import { useSecondTable, type SecondTable } from "./use-second-table";

/** The rows that a new step is for; only kinds which take a condition are offered then. */
export type StepBeginning = { where: string };

type Props = {
  /** The columns before the step. */
  columns: readonly ColumnSchema[];
  step: Step | null;
  begin: StepBeginning | null;
  /** Hears of the step as it is written: once it fits, so that it can be looked at, else null. */
  onTry: (step: Step | null) => void;
  onDone: (step: Step) => void;
  onCancel: () => void;
};

/** Reads what stands in the form. @returns the step, or what is wrong with it as a sentence */
function readStep(
  draft: Draft,
  columns: readonly ColumnSchema[],
  { columns: second }: SecondTable,
): Step | string {
  const parsed = stepSchema.safeParse(saidBy(draft));
  if (!parsed.success) return sentenceOfIssues(parsed.error.issues);
  try {
    columnsAfter(columns, parsed.data, second);
    return parsed.data;
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return thrown.message;
  }
}

/** The draft without what stands in fields that are not shown: nobody sees that it would be said. */
function saidBy(draft: Draft): Draft {
  const { form } = formOf(draft.kind);
  const hidden = form.filter((field) => !isShown(field, draft)).map(({ key }) => key);
  return Object.fromEntries(Object.entries(draft).filter(([key]) => !hidden.includes(key))) as Draft;
}

/** The form of a step: of a new one, whose kind is chosen here, or of one that is there. */
export function StepEditor({ columns, step, begin, onTry, onDone, onCancel }: Props) {
  const offered = begin ? stepForms.filter(takesWhere) : stepForms;
  const [draft, setDraft] = useState<Draft>(step ?? blank(offered[0]!.kind, columns, begin));
  const [error, setError] = useState<string | null>(null);
  const second = useSecondTable(draft.table);

  function become(next: Draft) {
    setError(null);
    setDraft(next);
    // The columns that are known are those of the table before.
    const read = readStep(
      next,
      columns,
      next.table === draft.table ? second : { ...second, columns: undefined },
    );
    onTry(typeof read === "string" ? null : read);
  }
  function done(event: FormEvent) {
    event.preventDefault();
    const read = readStep(draft, columns, second);
    if (typeof read === "string") setError(read);
    else onDone(read);
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
          onChange={(event) => become(blank(event.target.value, columns, begin))}
        >
          <KindOptions offered={offered} />
        </select>
      </div>
      <StepFields
        form={formOf(draft.kind)}
        draft={draft}
        columns={columns}
        second={second}
        onChange={(change) => become({ ...draft, ...change })}
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

function KindOptions({ offered }: { offered: readonly StepForm[] }) {
  return stepGroups
    .filter((group) => offered.some((form) => form.group === group))
    .map((group) => (
      <optgroup key={group} label={group}>
        {offered
          .filter((form) => form.group === group)
          .map(({ kind, title }) => (
            <option key={kind} value={kind}>
              {title}
            </option>
          ))}
      </optgroup>
    ));
}

function formOf(kind: string): StepForm {
  return stepForms.find((form) => form.kind === kind)!;
}

const whereOf = ({ form }: StepForm) => form.find(({ key }) => key === "where");
const takesWhere = (form: StepForm) => whereOf(form) !== undefined;

function blank(kind: string, columns: readonly ColumnSchema[], begin: StepBeginning | null): Draft {
  const form = formOf(kind);
  const draft: Draft = { kind: form.kind, ...form.defaults(columns) };
  if (!begin) return draft;
  // A way to do it that takes all rows would forget for which it is meant.
  const { when } = whereOf(form)!;
  const way = when && !when.is.includes(draft[when.key] as string) ? { [when.key]: when.is[0] } : {};
  return { ...draft, ...way, where: begin.where };
}
