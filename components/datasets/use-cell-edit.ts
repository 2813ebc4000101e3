"use client";

import { useState } from "react";
import { callApi } from "@/components/ui/call-api";
import { stepSchema } from "@/lib/datasets/recipe";
import { sentenceOfIssues } from "@/lib/issue-words";
import type { Recipe } from "./use-recipe";

type Row = { key: [column: string, value: string][] };

/** Sets single cells of the rows that are shown, a step each; the row is remembered by what it holds. */
export function useCellEdit(recipe: Recipe) {
  const [refused, setRefused] = useState<{ steps: typeof recipe.steps; message: string } | null>(null);
  async function edit(row: number, column: string, to: string | null): Promise<void> {
    const refuse = (message: string) => setRefused({ steps: recipe.steps, message });
    setRefused(null);
    const body = { steps: recipe.looked, row };
    const answer = await callApi<Row>("POST", `${recipe.api}/row-key`, body);
    if (!answer.ok) return refuse(answer.message);
    const said = to === null ? {} : { to };
    const step = stepSchema.safeParse({ kind: "edit-cell", column, key: answer.value.key, ...said });
    if (!step.success) return refuse(sentenceOfIssues(step.error.issues));
    recipe.insert(step.data);
  }
  return { edit, error: refused?.steps === recipe.steps ? refused.message : null };
}
