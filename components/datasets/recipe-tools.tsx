"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { isTyping } from "@/components/ui/keys";
import { behindSplit } from "./recipe-history";
import { learningBeforeSplit, learns } from "@/lib/datasets/recipe";
import { PasteSteps } from "./paste-steps";
import type { Recipe } from "./use-recipe";

type Props = Pick<Recipe, "steps" | "write" | "undo" | "redo">;

/** Takes changes of a recipe back and makes them again, by buttons and keys; copies and pastes steps. */
export function RecipeTools({ steps, write, undo, redo }: Props) {
  const [copied, setCopied] = useState(false);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || isTyping(event) || event.defaultPrevented) return;
    const key = event.key.toLowerCase();
    const act = key === "y" || (key === "z" && event.shiftKey) ? redo : key === "z" ? undo : null;
    if (!act) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
  const copy = async () => {
    await navigator.clipboard.writeText(JSON.stringify(steps, null, 2));
    setCopied(true);
  };
  return (
    <>
      <p className="step-acts">
        <button type="button" className="btn-link" disabled={!undo} title="Ctrl Z" onClick={() => undo?.()}>
          Undo
        </button>
        <button
          type="button"
          className="btn-link"
          disabled={!redo}
          title="Ctrl Shift Z"
          onClick={() => redo?.()}
        >
          Redo
        </button>
        <button
          type="button"
          className="btn-link"
          disabled={steps.length === 0}
          onClick={() => void copy()}
          onBlur={() => setCopied(false)}
        >
          {copied ? "Copied" : "Copy steps"}
        </button>
        <PasteSteps onSteps={(pasted) => write([...steps, ...pasted])} />
      </p>
      {learningBeforeSplit(steps) === null ? null : (
        <p className="note" role="status">
          A step learns from rows before the split, so it would see test rows.{" "}
          <button type="button" className="btn-link" onClick={() => write(behindSplit(steps, learns))}>
            Move it behind the split
          </button>
        </p>
      )}
    </>
  );
}
