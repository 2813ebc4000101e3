import { useState } from "react";
import { Field } from "@/components/ui/field";
import { boundariesText, parseBoundaries } from "./boundaries-text";

type Props = { boundaries: readonly number[]; onChange: (boundaries: number[]) => void };

/** Where the columns of lines without delimiters begin, as numbers. */
export function BoundariesField({ boundaries, onChange }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const typed = draft === null ? null : parseBoundaries(draft);
  const text = boundariesText(boundaries);
  // What was changed by the ruler stands in place of what was typed before.
  const isTyped = draft !== null && (typed === null || boundariesText(typed) === text);
  return (
    <Field
      label="Columns begin at"
      hint="In characters from 0, beside the first column. A click on the ruler says it too."
      error={isTyped && typed === null ? "Type ascending numbers, such as 4, 12, 20." : null}
      value={isTyped ? draft : text}
      onChange={({ target }) => {
        setDraft(target.value);
        const places = parseBoundaries(target.value);
        if (places) onChange(places);
      }}
      onBlur={() => setDraft(null)}
    />
  );
}
