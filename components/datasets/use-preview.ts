"use client";

import { useEffect, useState } from "react";
import { callApi } from "@/components/ui/call-api";
import type { ChangedCell, StepEffects, StepFacts } from "@/lib/datasets/engine";
import type { Step } from "@/lib/datasets/recipe";
import type { ColumnSchema } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";
import type { TableRow } from "./row-table";

/** What some steps make of the rows; `until` are these steps, as JSON. */
export type Preview = {
  until: string;
  /** How many of the rows were looked at; null is all of them. */
  first: number | null;
  columns: ColumnSchema[];
  rows: number;
  sample: TableRow[];
  facts: StepFacts[];
  effects: StepEffects[];
  changed: ChangedCell[];
};
type Asked = { api: string; until: string; rows: number };

/** A change that is typed is asked for once it rests so long, in milliseconds. */
const restMilliseconds = 200;

/**
 * What steps make of the rows: of the first at once where there are many, then of all. The next change takes
 * back what is asked. While others are computed, the former stay, and are said to be old.
 */
export function usePreview({ api, until, rows }: Asked, typed: boolean) {
  const [preview, setPreview] = useState<Preview | null>(null);
  /** The columns after each list of steps that was looked at, by its JSON. */
  const [known, setKnown] = useState<Readonly<Record<string, ColumnSchema[]>>>({});
  const [problem, setProblem] = useState<{ until: string; message: string } | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    const steps = JSON.parse(until) as Step[];
    const ask = async (first: number | null) => {
      const body = first === null ? { steps } : { steps, first };
      const answer = await callApi<Omit<Preview, "until">>("POST", `${api}/preview`, body, leaving.signal);
      if (leaving.signal.aborted) return false;
      setProblem(answer.ok ? null : { until, message: answer.message });
      if (answer.ok) {
        const { columns } = answer.value;
        setPreview({ ...answer.value, until });
        setKnown((before) => ({ ...before, [until]: columns }));
      }
      return answer.ok;
    };
    const askAll = async () => {
      const many = rows > limits.previewRows;
      // What fails on the first rows may still be right on all, such as a value to learn from.
      if (many) await ask(limits.previewRows);
      if (!leaving.signal.aborted) await ask(null);
    };
    const resting = setTimeout(() => void askAll(), typed ? restMilliseconds : 0);
    return () => (clearTimeout(resting), leaving.abort());
  }, [api, until, rows, typed]);
  return {
    preview,
    columnsAfter: (steps: readonly Step[]) => known[JSON.stringify(steps)] ?? null,
    problem: problem?.until === until ? problem.message : null,
    isOld: preview !== null && preview.until !== until,
  };
}
