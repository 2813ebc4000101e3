"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useSubmit } from "@/components/ui/submit";
import type { Step } from "@/lib/datasets/recipe";

type Written = { api: string; steps: readonly Step[]; dropDraft: () => void };
type Made = { name: string; number: number } | { job: string };

/** Saves what a recipe makes and opens it: at once, or by a job, which is to be followed until it ends. */
export function useSaveRecipe(slug: string, { api, steps, dropDraft }: Written) {
  const router = useRouter();
  const [job, setJob] = useState<string | null>(null);
  const { pending, error, setError, submit } = useSubmit();

  async function save() {
    const made = await submit<Made>("POST", `${api}/recipes`, { steps });
    if (!made) return;
    if ("job" in made) return setJob(made.job); // the draft stays: it may fail
    dropDraft();
    router.push(`/projects/${slug}/data/${encodeURIComponent(made.name)}?version=${made.number}`);
  }
  const failed = (sentence: string) => (setJob(null), setError(sentence));
  return { job, failed, saving: pending || job !== null, error, save };
}
