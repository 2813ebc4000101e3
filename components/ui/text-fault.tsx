import { CircleAlert } from "lucide-react";

const around = 60;

/** What is wrong with a text, such as a filter or a formula, and the place in it where it is. */
export function TextFault({ text, message, at }: { text: string; message: string; at: number | null }) {
  const from = Math.max(0, (at ?? 0) - around);
  return (
    <div role="alert" className="note bad">
      <CircleAlert className="i bad" aria-hidden="true" />
      <div>
        <p>{message}</p>
        {at === null ? null : (
          <p className="mono s12 fault">
            {from > 0 ? "…" : ""}
            {text.slice(from, at)}
            <mark>{text.slice(at, at + 1) || " "}</mark>
            {text.slice(at + 1, at + around)}
            {text.length > at + around ? "…" : ""}
          </p>
        )}
      </div>
    </div>
  );
}
