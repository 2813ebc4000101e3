"use client";

import { useId, useState } from "react";
import { Field } from "@/components/ui/field";

type Props = { label: string; hint?: string; value: unknown; onChange: (value: unknown) => void };

type NumberProps = Props & { step: number; least?: number; most?: number; optional?: true };

/** A number. What is typed stands as it is until it is one, so that `0.` and `-` can be typed. */
export function OneNumber({ label, hint, value, step, least, most, onChange }: NumberProps) {
  const [typed, setTyped] = useState(value === undefined ? "" : String(value));
  function change(text: string) {
    setTyped(text);
    onChange(text.trim() === "" ? undefined : Number(text));
  }
  return (
    <Field
      label={label}
      type="number"
      step={step}
      min={least}
      max={most}
      value={typed}
      onChange={(event) => change(event.target.value)}
      {...(hint ? { hint } : {})}
    />
  );
}

/** Several numbers between commas or spaces; what is none is left for the schema to refuse. */
export function Numbers({ label, hint, value, onChange }: Props) {
  const [typed, setTyped] = useState(Array.isArray(value) ? value.join(", ") : "");
  function change(text: string) {
    setTyped(text);
    const parts = text.split(/[\s,;]+/).filter((part) => part !== "");
    onChange(parts.map((part) => (Number.isNaN(Number(part)) ? part : Number(part))));
  }
  return (
    <Field
      label={label}
      value={typed}
      onChange={(event) => change(event.target.value)}
      {...(hint ? { hint } : {})}
    />
  );
}

/** Several texts, one a line; empty lines say nothing. */
export function Lines({ label, hint, value, onChange }: Props) {
  const id = useId();
  const [typed, setTyped] = useState(Array.isArray(value) ? value.join("\n") : "");
  function change(text: string) {
    setTyped(text);
    onChange(text.split("\n").filter((line) => line !== ""));
  }
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        className="input"
        rows={4}
        value={typed}
        aria-describedby={hint ? `${id}-note` : undefined}
        onChange={(event) => change(event.target.value)}
      />
      {hint ? (
        <p className="hint" id={`${id}-note`}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}

type Pair = [from: string, to: string];

/** Pairs of texts; there is always an empty one to go on with. */
export function Pairs({ label, from, to, value, onChange }: Props & { from: string; to: string }) {
  const pairs = Array.isArray(value) ? (value as Pair[]) : [];
  const put = (at: number, pair: Pair) =>
    onChange([...pairs.slice(0, at), pair, ...pairs.slice(at + 1)].filter(([a, b]) => a !== "" || b !== ""));
  return (
    <fieldset>
      <legend>{label}</legend>
      {[...pairs, ["", ""] as Pair].map(([before, after], i) => (
        <div className="pair" key={i}>
          <Field
            label={`${from} ${i + 1}`}
            value={before}
            onChange={(event) => put(i, [event.target.value, after])}
          />
          <Field
            label={`${to} ${i + 1}`}
            value={after}
            onChange={(event) => put(i, [before, event.target.value])}
          />
        </div>
      ))}
    </fieldset>
  );
}
