import { useId } from "react";

type Props = {
  label: string;
  hint?: string;
  values: readonly string[];
  onChange: (values: string[]) => void;
};

/** Several texts, one on each line; they count when the field is left, so that half a text is never asked. */
export function TextLines({ label, hint, values, onChange }: Props) {
  const id = useId();
  const text = values.join("\n");
  const rows = Math.min(6, Math.max(2, values.length + 1));
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea
        key={text}
        id={id}
        className="input mono text-lines"
        rows={rows}
        defaultValue={text}
        aria-describedby={hint ? `${id}-note` : undefined}
        onBlur={({ target }) => {
          const lines = target.value.split("\n").filter((line) => line.trim() !== "");
          if (lines.join("\n") !== text) onChange(lines);
        }}
      />
      {hint ? (
        <p className="hint" id={`${id}-note`}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}
