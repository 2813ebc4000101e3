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
  /** The rows that were looked at, as a formula; null is all. */
  where: string | null;
  /** How many of the rows were looked at; null is all of them. */
  first: number | null;
  columns: ColumnSchema[];
  rows: number;
  /** How many rows are left by `where`, and the numbers of those that are shown, from 0. */
  matching: number;
  sample: TableRow[];
  numbers: number[];
  facts: StepFacts[];
  effects: StepEffects[];
  changed: ChangedCell[];
};
/** The columns after lists of steps that were looked at, by their JSON. */
export type KnownColumns = Readonly<Record<string, readonly ColumnSchema[]>>;
type Asked = {
  api: string;
  until: string;
  where: string | null;
  rows: number;
  onColumns: (learn: (before: KnownColumns) => KnownColumns) => void;
};
type Answer = Omit<Preview, "until" | "where">;

/** A change that is typed is asked for once it rests so long, in milliseconds. */
const restMilliseconds = 200;

/**
 * What steps make of the rows: of the first at once where there are many, then of all. The next change takes
 * back what is asked. While others are computed, the former stay, and are said to be old.
 */
export function usePreview({ api, until, where, rows, onColumns }: Asked, typed: boolean) {
  const [preview, setPreview] = useState<Preview | null>(null);
  const [problem, setProblem] = useState<{ until: string; message: string } | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    const steps = JSON.parse(until) as Step[];
    const ask = async (first: number | null) => {
      const body = { steps, where, ...(first === null ? {} : { first }) };
      const answer = await callApi<Answer>("POST", `${api}/preview`, body, leaving.signal);
      if (leaving.signal.aborted) return false;
      setProblem(answer.ok ? null : { until, message: answer.message });
      if (answer.ok) {
        const { columns } = answer.value;
        setPreview({ ...answer.value, until, where });
        onColumns((before) => ({ ...before, [until]: columns }));
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
  }, [api, until, where, rows, onColumns, typed]);
  return {
    preview,
    problem: problem?.until === until ? problem.message : null,
    isOld: preview !== null && (preview.until !== until || preview.where !== where),
  };
}
