"use client";

import { RowTable, type TableRow } from "@/components/datasets/row-table";
import type { ImportNote } from "@/lib/datasets/import-note";
import { sentencesOf } from "@/lib/datasets/import-note";
import { counted } from "@/lib/format";
import type { ColumnSchema } from "@/lib/frame/frame";

/** What a source that was tried sent. */
export type Trial = { columns: ColumnSchema[]; rows: TableRow[]; more: boolean; note: ImportNote | null };

/** The first rows of a source, as a refresh would read them. */
export function SourceTrial({ columns, rows, more, note }: Trial) {
  return (
    <section className="sec" aria-labelledby="h-trial">
      <div className="sec-head">
        <h2 id="h-trial">It answers</h2>
        <span className="t3 s12" role="status">
          {more
            ? `The first ${counted(rows.length, "row")} of more; nothing was kept.`
            : `All ${counted(rows.length, "row")}; nothing was kept.`}
        </span>
      </div>
      <RowTable label="First rows of the source" columns={columns} rows={rows} />
      {(note?.columns ?? []).map((column) => (
        <p key={column.column} className="t2 s12">
          <span className="medium">{column.column}</span>: {sentencesOf(column).join("; ")}
        </p>
      ))}
    </section>
  );
}
