"use client";

import { useId } from "react";
import { useAwake } from "@/components/ui/awake";
import { Field } from "@/components/ui/field";
import type { SourceField } from "@/lib/sources/kinds/kind";
import { isAsked, type Values } from "./form-values";

type Props = {
  fields: readonly SourceField[];
  values: Values;
  onChange: (name: string, value: string) => void;
  /** Whether a secret is kept already. */
  hasSecret: boolean;
};

/** The fields of a kind of source, as it declares them. */
export function SourceFields({ fields, values, onChange, hasSecret }: Props) {
  return fields
    .filter((field) => isAsked(field, values))
    .map((field) => (
      <OneField
        key={field.name}
        field={field}
        value={values[field.name] ?? ""}
        onChange={(value) => onChange(field.name, value)}
        hasSecret={hasSecret}
      />
    ));
}

type One = { field: SourceField; value: string; onChange: (value: string) => void; hasSecret: boolean };

function OneField({ field, value, onChange, hasSecret }: One) {
  if (field.input === "choice") return <Choice field={field} value={value} onChange={onChange} />;
  if (field.input === "lines") return <Lines field={field} value={value} onChange={onChange} />;
  const kept = field.secret && hasSecret;
  return (
    <Field
      label={field.label}
      type={field.input === "password" ? "password" : "text"}
      {...(field.input === "number" ? { inputMode: "numeric" as const } : {})}
      {...(field.input === "password" ? { autoComplete: "new-password" } : { autoComplete: "off" })}
      {...(kept
        ? { hint: "Set, not shown. Leave it empty to keep it." }
        : field.hint
          ? { hint: field.hint }
          : {})}
      {...(field.placeholder ? { placeholder: field.placeholder } : {})}
      required={field.required ?? false}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

type Plain = Omit<One, "hasSecret">;

function Choice({ field, value, onChange }: Plain) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{field.label}</label>
      <select id={id} className="input" value={value} onChange={({ target }) => onChange(target.value)}>
        {(field.choices ?? []).map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  );
}

function Lines({ field, value, onChange }: Plain) {
  const id = useId();
  const awake = useAwake();
  return (
    <div className="field">
      <label htmlFor={id}>{field.label}</label>
      <textarea
        id={id}
        className="input query"
        disabled={!awake}
        rows={6}
        spellCheck={false}
        required={field.required ?? false}
        aria-describedby={field.hint ? `${id}-note` : undefined}
        placeholder={field.placeholder}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
      {field.hint ? (
        <p className="hint" id={`${id}-note`}>
          {field.hint}
        </p>
      ) : null}
    </div>
  );
}
