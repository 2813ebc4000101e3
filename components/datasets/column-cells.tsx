import Link from "next/link";
import { useState } from "react";
import { X } from "lucide-react";
import { ErrorNote } from "@/components/ui/error-note";
import { useAnswer } from "@/components/ui/use-answer";
import type { CellCounts } from "@/lib/datasets/cell-counts";
import type { FailedCells } from "@/lib/datasets/failed-cells";
import type { ImportedWith } from "@/lib/datasets/import-options";
import { integer } from "@/lib/format";
import { cellsText } from "./cells-bar";
import { SettleCells } from "./settle-cells";

const pageSize = 20;
type Props = {
  slug: string;
  dataset: string;
  version: number;
  counts: CellCounts;
  /** How the file was read, for who may read it again; null where nobody can. */
  importedWith: ImportedWith | null;
  mayPrepare: boolean;
  onRow: (number: number) => void;
  onMissing: () => void;
  onClose: () => void;
};

/** The failed and the missing cells of one column: what stands in them, where, and how they are settled. */
export function ColumnCells(props: Props) {
  const { slug, dataset, version, counts, importedWith, mayPrepare, onRow, onMissing, onClose } = props;
  const { column, failed, missing, leftOut } = counts;
  const [after, setAfter] = useState(0);
  const api = `/projects/${slug}/datasets/${encodeURIComponent(dataset)}/versions/${version}`;
  const words = new URLSearchParams({ column, after: String(after), limit: String(pageSize) });
  const { value, error } = useAnswer<FailedCells>(
    failed + leftOut > 0 ? `${api}/failed-cells?${words}` : null,
  );
  const prepare = (step: object) =>
    `/projects/${slug}/data/${encodeURIComponent(dataset)}/prepare?version=${version}` +
    `&steps=${encodeURIComponent(JSON.stringify([{ kind: "missing", columns: [column], ...step }]))}`;
  return (
    <section className="column-cells" aria-labelledby="h-cells">
      <div className="sec-head">
        <h2 id="h-cells">Cells of {column}</h2>
        <span className="t3 s12 num">{cellsText(counts)}</span>
        <button
          type="button"
          className="btn-link more"
          aria-label={`Close cells of ${column}`}
          onClick={onClose}
        >
          <X className="i i-14" aria-hidden="true" />
        </button>
      </div>
      <ErrorNote message={error} />
      {value ? (
        <>
          <FailedTable answer={value} counts={counts} onRow={onRow} />
          <p className="t-foot num">
            <span className="grow">{rangeOf(value, after, failed + leftOut)}</span>
            {after > 0 ? (
              <button type="button" className="btn-link" onClick={() => setAfter(after - pageSize)}>
                Before
              </button>
            ) : null}
            {value.next !== null ? (
              <button type="button" className="btn-link" onClick={() => setAfter(value.next!)}>
                After
              </button>
            ) : null}
          </p>
          {importedWith && failed > 0 ? (
            <SettleCells {...{ slug, dataset, version, column, importedWith, failed }} answer={value} />
          ) : null}
        </>
      ) : null}
      {failed + missing > 0 ? (
        <div className="row flex-wrap">
          <button type="button" className="btn" onClick={onMissing}>
            Show the {integer(failed + missing)} rows without a value
          </button>
          {mayPrepare ? (
            <>
              <Link className="btn" href={prepare({ how: "drop" })}>
                Drop them in a recipe
              </Link>
              <Link className="btn" href={prepare({ how: "value" })}>
                Fill them in a recipe
              </Link>
            </>
          ) : null}
        </div>
      ) : (
        <p className="t3">Every cell has a value.</p>
      )}
    </section>
  );
}

/** Which failed cells are listed, and of how many. */
function rangeOf({ cells, kept }: FailedCells, after: number, all: number): string {
  const [first, last] = [Math.min(after + 1, kept), after + cells.length];
  const shown = `${integer(first)}–${integer(last)} of ${integer(all)} failed`;
  return kept < all ? `${shown}; the first ${integer(kept)} are kept with what stands in them` : shown;
}

type TableProps = { answer: FailedCells; counts: CellCounts; onRow: (number: number) => void };

function FailedTable({ answer: { cells }, counts: { column }, onRow }: TableProps) {
  return (
    <div className="scroll" role="region" aria-label={`Failed cells of ${column}`} tabIndex={0}>
      <table className="t dense">
        <caption className="sr">Failed cells of {column}</caption>
        <thead>
          <tr>
            <th scope="col" className="r">
              Row
            </th>
            <th scope="col" className="r">
              Line of the file
            </th>
            <th scope="col">What stands there</th>
            <th scope="col">Why it failed</th>
          </tr>
        </thead>
        <tbody>
          {cells.map(({ row, line, raw, reason }) => (
            <tr key={line}>
              <td className="r">
                {row === null ? (
                  "left out"
                ) : (
                  <button type="button" className="btn-link" onClick={() => onRow(row + 1)}>
                    {integer(row + 1)}
                  </button>
                )}
              </td>
              <td className="r">{integer(line)}</td>
              <td className="mono wrap">{raw}</td>
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
