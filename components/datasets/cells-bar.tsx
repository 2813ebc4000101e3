import type { CellCounts } from "@/lib/datasets/cell-counts";
import { integer } from "@/lib/format";

/** The cells of a column in words: valid, failed and missing, and those that were left out. */
export function cellsText({ valid, failed, missing, leftOut }: CellCounts): string {
  const left = leftOut > 0 ? `, ${integer(leftOut)} left out with their rows` : "";
  return `${integer(valid)} valid, ${integer(failed)} failed, ${integer(missing)} missing${left}`;
}

type Props = { counts: CellCounts; open: boolean; onOpen: () => void };

/** A bar of a column's valid, failed and missing cells over all rows; it opens the list of those. */
export function CellsBar({ counts, open, onOpen }: Props) {
  const { column, valid, failed, missing, leftOut } = counts;
  const shown = (isShown: boolean) => (isShown ? undefined : "sr");
  return (
    <button
      type="button"
      className="head-cells"
      aria-expanded={open}
      title={`${column}: ${cellsText(counts)}`}
      onClick={onOpen}
    >
      <span className="cells-bar" aria-hidden="true">
        {part("valid", valid)}
        {part("failed", failed)}
        {part("missing", missing)}
      </span>
      <span className="cells-words">
        <span className="sr">{column}: </span>
        <span className={shown(failed + missing === 0)}>{integer(valid)} valid</span>
        <b className={shown(failed > 0)}>{integer(failed)} failed</b>
        <span className={shown(missing > 0)}>{integer(missing)} missing</span>
        {leftOut > 0 ? <span className="sr">{integer(leftOut)} left out with their rows</span> : null}
      </span>
    </button>
  );
}

/** A part of the bar, at least a hair wide where it holds any cell. */
function part(kind: string, count: number) {
  return count > 0 ? <i className={kind} style={{ flexGrow: count }} /> : null;
}
