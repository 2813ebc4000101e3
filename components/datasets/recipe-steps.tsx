"use client";

import { useEffect, useRef, useState } from "react";
import type { FacetChoice } from "@/lib/datasets/facets";
import type { Step } from "@/lib/datasets/recipe";
import { moved, toggled } from "./recipe-history";
import { StepPlace } from "./near-review";
import { RecipeTools } from "./recipe-tools";
import { StepEditor, type StepBeginning } from "./step-editor";
import { StepList, type StepAct } from "./step-list";
import type { Recipe } from "./use-recipe";

/** What a new step begins with, and the facets that are set aside for it until it is given up. */
type Beginning = StepBeginning & { facets: readonly FacetChoice[] };
/** The step that is written: where it stands, the one that is there, or what a new one begins with. */
export type Editing = { at: number; step: Step | null; begin?: Beginning };
type Props = { recipe: Recipe; editing: Editing | null; onEdit: (editing: Editing | null) => void };

/** The steps of a recipe, and the form of the one that is written. */
export function RecipeSteps({ recipe, editing, onEdit }: Props) {
  const { steps, write } = recipe;
  const list = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<{ at: number } | null>(null);
  useEffect(() => {
    if (focused) list.current?.querySelector<HTMLElement>(`[data-step="${focused.at}"]`)?.focus();
  }, [focused]);

  function edit(next: Editing | null) {
    onEdit(next);
    recipe.try(next);
  }
  function become(next: Step[], focus?: number) {
    onEdit(null);
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
        <StepPlace value={{ api: recipe.api, before: steps.slice(0, editing.at) }}>
          <StepEditor
            key={`${editing.at} ${editing.step === null}`}
            columns={recipe.columnsAfter(steps.slice(0, editing.at))}
            step={editing.step}
            begin={editing.begin ?? null}
            onTry={(step) => recipe.try({ at: editing.at, step })}
            onCancel={() => {
              edit(null);
              if (editing.begin) recipe.setFacets(editing.begin.facets);
            }}
            onDone={(step) => become(steps.toSpliced(editing.at, editing.step ? 1 : 0, step))}
          />
        </StepPlace>
      ) : (
        <button type="button" className="btn mt-3" onClick={() => edit({ at: steps.length, step: null })}>
          Add a step
        </button>
      )}
    </div>
  );
}
