"use client";

import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { Suggestions } from "@/components/ui/suggestions";
import { TextFault } from "@/components/ui/text-fault";
import { completeFormula, formulaState, functionAt } from "@/lib/datasets/formula-completion";
import type { ColumnSchema, ColumnType } from "@/lib/frame/frame";

type Props = {
  label: string;
  hint?: string;
  value: string;
  columns: readonly ColumnSchema[];
  onChange: (value: string) => void;
};

const results: Record<ColumnType, string> = {
  integer: "Gives whole numbers.",
  number: "Gives numbers.",
  boolean: "Gives true or false.",
  date: "Gives dates.",
  text: "Gives text.",
};

/** A formula: completes columns and functions, explains the one at the caret, marks a mistake's place. */
export function FormulaField({ label, hint, value, columns, onChange }: Props) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const placed = useRef<number | null>(null);
  // Before the next key: a browser puts the caret at the end of a text that is set.
  useLayoutEffect(() => {
    if (placed.current !== null) field.current?.setSelectionRange(placed.current, placed.current);
    placed.current = null;
  });
  const completion = open && caret !== null ? completeFormula(value, caret, columns) : null;
  const options = completion?.options ?? [];
  const chosen = Math.min(active, options.length - 1);

  function accept(option: string) {
    if (!completion) return;
    const before = value.slice(0, completion.from) + option;
    onChange(before + value.slice(completion.to));
    setCaret(before.length);
    setActive(-1);
    setOpen(option.endsWith("("));
    placed.current = before.length;
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    const { key } = event;
    const count = options.length;
    if ((key === "ArrowDown" || key === "ArrowUp") && count > 0) {
      event.preventDefault();
      setActive(key === "ArrowDown" ? (chosen + 1) % count : chosen <= 0 ? count - 1 : chosen - 1);
    } else if (key === " " && event.ctrlKey) {
      event.preventDefault();
      setCaret(event.currentTarget.selectionStart);
      setOpen(true);
    } else if ((key === "Enter" && chosen >= 0) || (key === "Tab" && chosen >= 0)) {
      event.preventDefault();
      accept(options[chosen]!.text);
    } else if (key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      event.currentTarget.form?.requestSubmit();
    } else if (key === "Escape" && count > 0) {
      event.stopPropagation();
      setOpen(false);
    }
  }

  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="formula-box">
        <textarea
          ref={field}
          id={id}
          className="input mono formula"
          rows={3}
          autoComplete="off"
          spellCheck={false}
          aria-autocomplete="list"
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen >= 0 ? `${id}-list-${chosen}` : undefined}
          aria-describedby={`${id}-note`}
          value={value}
          onChange={({ target }) => {
            onChange(target.value);
            setCaret(target.selectionStart);
            setActive(-1);
            setOpen(true);
          }}
          onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
          onBlur={() => (setOpen(false), setCaret(null))}
          onKeyDown={onKeyDown}
        />
        <Suggestions id={`${id}-list`} options={options} chosen={chosen} onAccept={accept} />
      </div>
      <FormulaNote
        id={`${id}-note`}
        text={value}
        caret={caret}
        columns={columns}
        {...(hint ? { hint } : {})}
      />
    </div>
  );
}

type NoteProps = {
  id: string;
  text: string;
  caret: number | null;
  columns: readonly ColumnSchema[];
  hint?: string;
};

/** What the function at the caret does, and what the formula gives or what is wrong with it. */
function FormulaNote({ id, text, caret, columns, hint }: NoteProps) {
  const state = formulaState(text, columns);
  const help = caret === null ? null : functionAt(text, caret);
  const fault = state && "fault" in state && (caret === null || !state.unfinished) ? state.fault : null;
  return (
    <>
      <div id={id} className="hint" aria-live="polite">
        {help ? (
          <p>
            <code>{help.signature}</code> {help.says} <span className="nowrap">{help.example}</span>
          </p>
        ) : null}
        {state && "type" in state ? <p>{results[state.type]}</p> : null}
        {!help && state === null && hint ? <p>{hint}</p> : null}
      </div>
      {fault ? <TextFault text={text} {...fault} /> : null}
    </>
  );
}
