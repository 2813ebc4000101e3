"use client";

import { useEffect, useRef, useState } from "react";
import { columnsAfterAll, type Step } from "@/lib/datasets/recipe";
import { AppError } from "@/lib/errors";
import type { ColumnSchema } from "@/lib/frame/frame";
import { moved, toggled } from "./recipe-history";
import { RecipeTools } from "./recipe-tools";
import { StepEditor } from "./step-editor";
import { StepList, type StepAct } from "./step-list";
import type { Recipe } from "./use-recipe";

type Props = { recipe: Recipe; columns: ColumnSchema[] };
/** The step that is written: where it stands, and whether it is one that is there. */
type Editing = { at: number; step: Step | null };

/** The steps of a recipe, and the form of the one that is written. */
export function RecipeSteps({ recipe, columns }: Props) {
  const { steps, write } = recipe;
  const [editing, setEditing] = useState<Editing | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<{ at: number } | null>(null);
  useEffect(() => {
    if (focused) list.current?.querySelector<HTMLElement>(`[data-step="${focused.at}"]`)?.focus();
  }, [focused]);

  function edit(next: Editing | null) {
    setEditing(next);
    recipe.try(next);
  }
  function become(next: Step[], focus?: number) {
    setEditing(null);
    write(next);
    if (focus !== undefined) setFocused({ at: focus });
  }
  function act(what: StepAct, at: number) {
    const to = what === "up" ? at - 1 : at + 1;
    if (what === "edit") edit({ at, step: steps[at]! });
    else if (what === "insert") edit({ at, step: null });
    else if (what === "toggle") become(toggled(steps, at), at);
    else if (what === "remove") {
      const left = steps.filter((_, i) => i !== at);
      become(left, Math.min(at, left.length - 1));
    } else if (to >= 0 && to < steps.length) become(moved(steps, at, to), to);
  }
  return (
    <div ref={list}>
      <StepList
        steps={steps}
        shown={recipe.shown}
        preview={recipe.preview}
        onShow={(count) => (edit(null), recipe.show(count))}
        onAct={act}
      />
      <RecipeTools {...recipe} />
      {editing ? (
        <StepEditor
          key={`${editing.at} ${editing.step === null}`}
          columns={columnsBefore(recipe, columns, editing.at)}
          step={editing.step}
          onTry={(step) => recipe.try({ at: editing.at, step })}
          onCancel={() => edit(null)}
          onDone={(step) => become(steps.toSpliced(editing.at, editing.step ? 1 : 0, step))}
        />
      ) : (
        <button type="button" className="btn mt-3" onClick={() => edit({ at: steps.length, step: null })}>
          Add a step
        </button>
      )}
    </div>
  );
}

/** The columns before a step: those that were seen, else those that its steps say, else the table's. */
function columnsBefore({ steps, columnsAfter }: Recipe, columns: ColumnSchema[], at: number): ColumnSchema[] {
  const before = steps.slice(0, at);
  const seen = columnsAfter(before);
  if (seen) return seen;
  try {
    return columnsAfterAll(columns, before) ?? columns;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return columns;
  }
}
