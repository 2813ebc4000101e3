import { Field } from "./field";

type Props = { value: string; onChange: (reason: string) => void };

/** Why somebody does what cannot be undone. */
export function ReasonField({ value, onChange }: Props) {
  return (
    <Field
      label="Reason"
      required
      minLength={3}
      maxLength={1_000}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      hint="The audit keeps it."
    />
  );
}
