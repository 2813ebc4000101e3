import { useId } from "react";
import type { Option } from "@/lib/datasets/steps/form";

type ChoiceProps = {
  label: string;
  value: string;
  options: readonly Option[];
  /** What stands for no choice, where none may be made. */
  empty?: string;
  hint?: string;
  onChange: (value: string | undefined) => void;
};

/** One of several values; a value that is not among them stays to be seen, so that nothing changes unseen. */
export function Choice({ label, value, options, empty, hint, onChange }: ChoiceProps) {
  const id = useId();
  const offered = options.map((option) =>
    typeof option === "string" ? { value: option, label: option } : option,
  );
  const isOther = value !== "" && !offered.some((option) => option.value === value);
  const nothing = empty ?? (value === "" ? "Choose" : undefined);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="input"
        value={value}
        aria-describedby={hint ? `${id}-note` : undefined}
        onChange={(event) => onChange(event.target.value || undefined)}
      >
        {nothing === undefined ? null : <option value="">{nothing}</option>}
        {isOther ? <option value={value}>{value} (not there)</option> : null}
        {offered.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {hint ? (
        <p className="hint" id={`${id}-note`}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}

type PickProps = {
  label: string;
  names: readonly string[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
};

/** Some columns, in the order in which they were chosen; those that are gone can be taken out. */
export function ColumnPick({ label, names, chosen, onChange }: PickProps) {
  const gone = chosen.filter((name) => !names.includes(name));
  const toggle = (name: string) =>
    onChange(chosen.includes(name) ? chosen.filter((other) => other !== name) : [...chosen, name]);
  return (
    <fieldset>
      <legend>{label}</legend>
      <div className="pick" tabIndex={0} role="group" aria-label={label}>
        {[...gone, ...names].map((name) => (
          <label key={name} className="check-row">
            <input
              type="checkbox"
              className="check"
              checked={chosen.includes(name)}
              onChange={() => toggle(name)}
            />
            <span className="clip">{gone.includes(name) ? `${name} (not there)` : name}</span>
          </label>
        ))}
        {names.length + gone.length === 0 ? (
          <span className="t3">No column is of a fitting type.</span>
        ) : null}
      </div>
      <p className="row">
        <button
          type="button"
          className="btn-link"
          onClick={() => onChange([...chosen, ...names.filter((name) => !chosen.includes(name))])}
        >
          All
        </button>
        <button type="button" className="btn-link" onClick={() => onChange([])}>
          None
        </button>
      </p>
    </fieldset>
  );
}

type FlagProps = { label: string; checked: boolean; onChange: (value: true | undefined) => void };

/** Yes, or nothing said. */
export function Flag({ label, checked, onChange }: FlagProps) {
  return (
    <label className="check-row">
      <input
        type="checkbox"
        className="check"
        checked={checked}
        onChange={() => onChange(checked ? undefined : true)}
      />
      <span>{label}</span>
    </label>
  );
}
