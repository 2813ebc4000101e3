import { useId } from "react";
import { Field } from "@/components/ui/field";
import type { Step } from "@/lib/datasets/recipe";
import { columnTypes, type ColumnSchema } from "@/lib/frame/frame";

/** The fields of a step as they stand in the form; the schema makes a step of them. */
export type Draft = Record<string, unknown> & { kind: Step["kind"] };
type Props = { draft: Draft; columns: ColumnSchema[]; onChange: (change: Record<string, unknown>) => void };

/** The inputs of one kind of step. */
export function StepFields({ draft, columns, onChange }: Props) {
  const names = columns.map(({ name }) => name);
  const choice = (label: string, key: string, options: readonly string[], empty?: string) => (
    <Choice
      label={label}
      value={String(draft[key] ?? "")}
      options={options}
      empty={empty}
      onChange={(value) => onChange({ [key]: value || undefined })}
    />
  );
  const text = (label: string, key: string, hint?: string) => (
    <Field
      label={label}
      value={String(draft[key] ?? "")}
      onChange={(event) => onChange({ [key]: event.target.value })}
      {...(hint ? { hint } : {})}
    />
  );
  switch (draft.kind) {
    case "drop":
    case "select":
    case "deduplicate":
      return (
        <ColumnPick
          names={names}
          chosen={draft.columns as string[]}
          onChange={(chosen) => onChange({ columns: chosen })}
          label={
            draft.kind === "deduplicate" ? "Rows are the same when these agree; none means all" : "Columns"
          }
        />
      );
    case "filter":
      return text(
        "Rows to keep",
        "formula",
        'For instance "Absolute Magnitude" <= 22 and not is_missing(albedo)',
      );
    case "derive":
      return (
        <>
          {text("Name", "name")}
          {text("Formula", "formula", 'For instance log("Minimum Orbit Intersection")')}
        </>
      );
    case "missing":
      return (
        <>
          <ColumnPick
            names={names}
            chosen={draft.columns as string[]}
            onChange={(chosen) => onChange({ columns: chosen })}
            label="Columns"
          />
          {choice("What to do", "how", ["drop", "mean", "median", "mode", "value"])}
          {draft.how === "value" ? (
            <Field
              label="Value"
              value={String(draft.value ?? "")}
              onChange={({ target: { value } }) =>
                onChange({ value: value !== "" && Number.isFinite(Number(value)) ? Number(value) : value })
              }
            />
          ) : null}
        </>
      );
    case "days-since":
      return (
        <>
          {choice(
            "Date column",
            "column",
            columns.filter(({ type }) => type === "date").map(({ name }) => name),
          )}
          <Field
            label="Up to"
            type="date"
            value={String(draft.date)}
            onChange={(event) => onChange({ date: event.target.value })}
          />
          {text("Name of the new column", "name")}
        </>
      );
    case "rename":
      return (
        <>
          {choice("Column", "from", names)}
          {text("New name", "to")}
        </>
      );
    case "type":
      return (
        <>
          {choice("Column", "column", names)}
          {choice("Type", "type", columnTypes)}
          {choice("Cells that do not fit", "otherwise", ["missing"], "stop and say how many")}
        </>
      );
    case "split":
      return (
        <>
          {choice("How", "how", ["random", "grouped"])}
          {draft.how === "grouped" ? choice("Group, kept together", "group", names, "Choose a column") : null}
          {choice("Same shares of", "stratify", names, "nothing")}
          <ShareAndSeed draft={draft} onChange={onChange} />
        </>
      );
  }
}

function ShareAndSeed({ draft, onChange }: Pick<Props, "draft" | "onChange">) {
  return (
    <div className="pair">
      <Field
        label="Share for test"
        type="number"
        step="0.01"
        min="0.01"
        max="0.9"
        value={String(draft.test)}
        onChange={(event) => onChange({ test: Number(event.target.value) })}
      />
      <Field
        label="Seed"
        type="number"
        step="1"
        min="0"
        value={String(draft.seed)}
        onChange={(event) => onChange({ seed: Number(event.target.value) })}
      />
    </div>
  );
}

type ChoiceProps = {
  label: string;
  value: string;
  options: readonly string[];
  empty: string | undefined;
  onChange: (value: string) => void;
};

function Choice({ label, value, options, empty, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        {empty === undefined ? null : <option value="">{empty}</option>}
        {options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </div>
  );
}

function ColumnPick({
  label,
  names,
  chosen,
  onChange,
}: {
  label: string;
  names: string[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
}) {
  return (
    <fieldset>
      <legend>{label}</legend>
      <div className="pick" tabIndex={0} role="group" aria-label={label}>
        {names.map((name) => (
          <label key={name} className="check-row">
            <input
              type="checkbox"
              className="check"
              checked={chosen.includes(name)}
              onChange={() =>
                onChange(chosen.includes(name) ? chosen.filter((other) => other !== name) : [...chosen, name])
              }
            />
            <span className="clip">{name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
