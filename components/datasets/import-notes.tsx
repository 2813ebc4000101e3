import { FileInput } from "lucide-react";
import { useState } from "react";
import { sentencesOf, type ImportNote } from "@/lib/datasets/import-note";
import { integer } from "@/lib/format";

const shownAtFirst = 5;

/**
 * What reading the file meant, as a whole and for its columns, those first that were kept as text; nothing
 * where there is nothing.
 */
export function ImportNotes({ note }: { note: ImportNote | null }) {
  const [all, setAll] = useState(false);
  if (!note) return null;
  const columns = note.columns.toSorted((a, b) => Number(Boolean(b.kept)) - Number(Boolean(a.kept)));
  const shown = all ? columns : columns.slice(0, shownAtFirst);
  return (
    <section className="sec" aria-labelledby="h-import">
      <div className="sec-head">
        <h2 id="h-import">Import</h2>
        {columns.length > 0 ? (
          <span className="t3 s12 num">
            {integer(columns.length)} {columns.length === 1 ? "column" : "columns"}
          </span>
        ) : null}
        {columns.length > shownAtFirst ? (
          <button type="button" className="btn-link more" onClick={() => setAll(!all)}>
            {all ? "Show fewer" : "Show all"}
          </button>
        ) : null}
      </div>
      <ul className="findings">
        {(note.file ?? []).map((sentence) => (
          <li key={sentence}>
            <FileInput className="i t3" aria-hidden="true" />
            <div>{sentence}</div>
          </li>
        ))}
        {shown.map((column) => (
          <li key={column.column}>
            <FileInput className={`i ${column.kept ? "warn" : "t3"}`} aria-hidden="true" />
            <div>
              {column.column}
              {sentencesOf(column).map((sentence) => (
                <small key={sentence}>{sentence}</small>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
