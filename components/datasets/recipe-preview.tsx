import { ErrorNote } from "@/components/ui/error-note";
import { Skeleton } from "@/components/ui/skeleton";
import type { StepFacts } from "@/lib/datasets/engine";
import type { Step } from "@/lib/datasets/recipe";
import { integer } from "@/lib/format";
import type { ColumnSchema } from "@/lib/frame/frame";
import { RowTable, type TableRow } from "./row-table";
import { StepFactList } from "./step-fact-list";

/** What some steps make of the rows; `until` are these steps, as JSON. */
export type Preview = {
  until: string;
  columns: ColumnSchema[];
  rows: number;
  sample: TableRow[];
  facts: StepFacts[];
};

type Props = {
  steps: Step[];
  shown: number;
  preview: Preview | null;
  /** Whether the steps are others by now than those of the preview. */
  isOld: boolean;
  problem: string | null;
};

/** The rows after the step that is looked at; marked as old while they are computed anew. */
export function RecipePreview({ steps, shown, preview, isOld, problem }: Props) {
  return (
    <div className={isOld ? "old" : undefined} aria-busy={isOld && problem === null}>
      <p className="bar-tools num" role="status">
        <span className="medium">{shown === 0 ? "Before the first step" : `After step ${shown}`}</span>
        {isOld ? (
          <span className="t3">{problem ? "shown as before the last change" : "Computing …"}</span>
        ) : preview ? (
          <span className="t3">
            {integer(preview.rows)} rows × {preview.columns.length} columns
          </span>
        ) : null}
      </p>
      <ErrorNote message={problem} />
      <StepFactList steps={steps} facts={preview?.facts ?? []} />
      {preview ? (
        <RowTable columns={preview.columns} rows={preview.sample} label="Preview" />
      ) : (
        <Skeleton rows={12} columns={6} />
      )}
    </div>
  );
}
