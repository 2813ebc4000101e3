import { Field } from "@/components/ui/field";

type Props = {
  label: string;
  least: number;
  value: number | undefined;
  /** What was found out, where nothing is asked. */
  found?: number | undefined;
  onChange: (value: number | undefined) => void;
};

/** A whole number that may be left to be found out. */
export function NumberField({ label, least, value, found, onChange }: Props) {
  return (
    <Field
      label={label}
      type="number"
      min={least}
      value={value ?? ""}
      placeholder={found === undefined ? "" : String(found)}
      onChange={({ target }) => onChange(target.value === "" ? undefined : Number(target.value))}
    />
  );
}
