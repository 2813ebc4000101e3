import { CircleAlert } from "lucide-react";
import { useId, type InputHTMLAttributes } from "react";
import { useTypedEarly } from "./awake";

type Props = InputHTMLAttributes<HTMLInputElement> & { label: string; hint?: string; error?: string | null };

/** A labelled input; its error takes the place of its hint. */
export function Field({ label, hint, error, ...input }: Props) {
  const id = useId();
  const node = useTypedEarly(input.value, input.onChange);
  const note = error ?? hint;
  return (
    <div className={`field${error ? " bad" : ""}`}>
      <label htmlFor={id}>{label}</label>
      <input
        ref={node}
        id={id}
        className="input"
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        {...input}
      />
      {note ? (
        <p className="hint" id={`${id}-note`} role={error ? "alert" : undefined}>
          {error ? <CircleAlert className="i i-14" aria-hidden="true" /> : null}
          {note}
        </p>
      ) : null}
    </div>
  );
}
