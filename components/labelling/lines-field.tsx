import { useId } from "react";

type Props = { label: string; hint: string; value: string; onChange: (value: string) => void };

/** Several values, one a line. */
export function Lines({ label, hint, value, onChange }: Props) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        className="input"
        rows={4}
        required
        value={value}
        aria-describedby={`${id}-note`}
        onChange={({ target }) => onChange(target.value)}
      />
      <p className="hint" id={`${id}-note`}>
        {hint}
      </p>
    </div>
  );
}
