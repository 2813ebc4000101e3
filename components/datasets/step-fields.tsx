import { Field } from "@/components/ui/field";
import type { Step, StepForm } from "@/lib/datasets/recipe";
import { namesOfType, type FormField } from "@/lib/datasets/steps/form";
import type { ColumnSchema } from "@/lib/frame/frame";
import { FormulaField } from "./formula-field";
import { NearReview } from "./near-review";
import { KeysField, TableField } from "./second-table-fields";
import { Choice, ColumnPick, Flag } from "./step-choices";
import { Lines, Numbers, OneNumber, Pairs } from "./step-values";
import type { SecondTable } from "./use-second-table";

/** The fields of a step as they stand in the form; the schema makes a step of them. */
export type Draft = Record<string, unknown> & { kind: Step["kind"] };
type Change = (change: Record<string, unknown>) => void;
type Props = {
  form: StepForm;
  draft: Draft;
  columns: readonly ColumnSchema[];
  second: SecondTable;
  onChange: Change;
};

/** The inputs of a kind of step, as its form says. */
export function StepFields({ form, draft, columns, second, onChange }: Props) {
  const shown = form.form.filter((field) => isShown(field, draft));
  return shown.map((field) => (
    <StepField
      key={`${form.kind} ${field.key}`}
      field={field}
      value={draft[field.key]}
      draft={draft}
      columns={columns}
      second={second}
      onChange={(value) => onChange({ [field.key]: value })}
    />
  ));
}

/** Whether a field is shown beside what else is chosen. */
export function isShown({ when }: FormField, draft: Draft): boolean {
  return !when || when.is.includes(draft[when.key] as string);
}

type FieldProps = {
  field: FormField;
  value: unknown;
  draft: Draft;
  columns: readonly ColumnSchema[];
  second: SecondTable;
  onChange: (value: unknown) => void;
};

function StepField({ field, value, draft, columns, second, onChange }: FieldProps) {
  const { label } = field;
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
  switch (field.as) {
    case "columns": {
      const chosen = Array.isArray(value) ? (value as string[]) : [];
      const names = namesOfType(columns, field.types);
      return <ColumnPick label={label} names={names} chosen={chosen} onChange={onChange} />;
    }
    case "second-columns": {
      const chosen = Array.isArray(value) ? (value as string[]) : [];
      const names = namesOfType(second.columns ?? []);
      return <ColumnPick label={label} names={names} chosen={chosen} onChange={onChange} />;
    }
    case "table":
      return <TableField label={label} second={second} onChange={onChange} />;
    case "keys": {
      const [here, there] = [namesOfType(columns), namesOfType(second.columns ?? [])];
      return <KeysField label={label} value={value} here={here} there={there} onChange={onChange} />;
    }
    case "choices": {
      const chosen = Array.isArray(value) ? (value as string[]) : [];
      const names = field.options.map((option) => (typeof option === "string" ? option : option.value));
      return <ColumnPick label={label} names={names} chosen={chosen} onChange={onChange} />;
    }
    case "column":
    case "choice": {
      const options = field.as === "choice" ? field.options : namesOfType(columns, field.types);
      return <Choice {...field} value={text} options={options} onChange={onChange} />;
    }
    case "flag":
      return <Flag label={label} checked={value === true} onChange={onChange} />;
    case "number":
      return <OneNumber {...field} value={value} onChange={onChange} />;
    case "numbers":
      return <Numbers {...field} value={value} onChange={onChange} />;
    case "lines":
      return <Lines {...field} value={value} onChange={onChange} />;
    case "pairs":
      return <Pairs {...field} value={value} onChange={onChange} />;
    case "review":
      return <NearReview label={label} draft={draft} value={value} onChange={onChange} />;
    case "formula":
      return (
        <FormulaField
          {...field}
          value={text}
          columns={columns}
          onChange={(typed) => onChange(readText(field, typed))}
        />
      );
    case "text":
    case "value":
    case "date":
      return (
        <Field
          label={label}
          type={field.as === "date" ? "date" : "text"}
          value={text}
          onChange={({ target }) => onChange(readText(field, target.value))}
          {...(field.hint ? { hint: field.hint } : {})}
        />
      );
  }
}

function readText(field: FormField, text: string): string | number | undefined {
  if (field.as === "value") return valueOf(text);
  return "optional" in field && field.optional && text === "" ? undefined : text;
}

/** A number where a text is one and reads the same when it is written again, else the text. */
function valueOf(text: string): string | number {
  return text !== "" && String(Number(text)) === text ? Number(text) : text;
}
