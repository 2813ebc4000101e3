"use client";

import { useEffect, useRef } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { Skeleton } from "@/components/ui/skeleton";
import { effectWords } from "@/lib/datasets/effect-words";
import { integer } from "@/lib/format";
import { RowTable } from "./row-table";
import { StepExamples } from "./step-examples";
import { StepFactList } from "./step-fact-list";
import type { Preview } from "./use-preview";
import type { Recipe } from "./use-recipe";

type Props = Pick<Recipe, "looked" | "shown" | "preview" | "isOld" | "problem" | "where"> & {
  rows: number;
  /** Sets a cell of a row after the steps that are shown; null while cells are not edited. */
  onEdit: ((row: number, name: string, to: string | null) => void) | null;
  /** What a press on the head of a column does. */
  onColumn: (name: string) => void;
};

/** The rows after the step that is looked at; marked as old while they are computed anew. */
export function RecipePreview({
  looked,
  shown,
  preview,
  isOld,
  problem,
  where,
  rows,
  onEdit,
  onColumn,
}: Props) {
  const effects = isOld || shown === 0 ? undefined : preview?.effects.at(-1);
  return (
    <div className={isOld ? "old" : undefined} aria-busy={isOld && problem === null}>
      <p className="bar-tools num" role="status">
        <span className="medium">{shown === 0 ? "Before the first step" : `After step ${shown}`}</span>
        {isOld ? (
          <span className="t3">{problem ? "shown as before the last change" : "Computing …"}</span>
        ) : preview ? (
          <span className="t3">{sizeOf(preview, rows)}</span>
        ) : null}
      </p>
      {where === null ? null : (
        <p className="filtered-note num" role="status">
          {preview && !isOld
            ? `Filtered by facets: ${integer(preview.matching)} of ${integer(preview.rows)} rows`
            : "Filtered by facets"}
        </p>
      )}
      <ErrorNote message={problem} />
      <StepFactList steps={looked} facts={isOld ? [] : (preview?.facts ?? [])} />
      {effects ? <StepExamples words={effectWords(effects)} examples={effects.examples} /> : null}
      {preview ? (
        <PreviewRows
          preview={preview}
          onColumn={onColumn}
          onEdit={isOld || preview.first !== null ? null : onEdit}
        />
      ) : (
        <Skeleton rows={12} columns={6} />
      )}
    </div>
  );
}

/** How many rows and columns there are; of a part of the rows it says so, and that the others are counted. */
function sizeOf({ rows, columns, first }: Preview, all: number): string {
  const size = `${integer(rows)} rows × ${columns.length} columns`;
  return first === null
    ? size
    : `${size} of the first ${integer(first)} rows; counting all ${integer(all)} …`;
}

/** The rows, with what the last step changed marked and its first new or changed column in sight. */
function PreviewRows({
  preview,
  onColumn,
  onEdit,
}: Pick<Props, "onColumn" | "onEdit"> & { preview: Preview }) {
  const box = useRef<HTMLDivElement>(null);
  const added = new Set(preview.effects.at(-1)?.added);
  const changed = new Map(preview.changed.map(({ row, column, before }) => [`${row} ${column}`, before]));
  useEffect(() => {
    const head = box.current?.querySelector<HTMLElement>("th[data-fresh]");
    const region = head?.closest<HTMLElement>(".scroll");
    if (!head || !region) return;
    const isSeen =
      head.offsetLeft >= region.scrollLeft &&
      head.offsetLeft + head.offsetWidth <= region.scrollLeft + region.clientWidth;
    if (!isSeen) region.scrollLeft = head.offsetLeft - region.clientWidth / 3;
  }, [preview]);
  return (
    <div ref={box}>
      <RowTable
        columns={preview.columns}
        rows={preview.sample}
        label="Preview"
        onColumn={onColumn}
        onEdit={onEdit ? (row, name, to) => onEdit(preview.numbers[row]!, name, to) : undefined}
        isFresh={(name) => added.has(name) || preview.changed.some(({ column }) => column === name)}
        before={(row, name) => changed.get(`${row} ${name}`)}
      />
    </div>
  );
}
