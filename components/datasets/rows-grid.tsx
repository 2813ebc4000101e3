import { ArrowDown, ArrowUp, Copy, EyeOff, Pin } from "lucide-react";
import { exactColumn, integer } from "@/lib/format";
import type { CellCounts } from "@/lib/datasets/cell-counts";
import type { MaskedFor } from "@/lib/datasets/shown";
import type { ColumnSchema } from "@/lib/frame/frame";
import { CellsBar } from "./cells-bar";
import { MaskedMark, maskForYou } from "./masked-mark";
import type { TableRow } from "./row-table";

const numberWidth = 72;
const pinnedWidth = 180;
const shortText = 60;
type Props = {
  columns: ColumnSchema[];
  /** How many of the first columns stay in sight. */
  pinned: number;
  units: Record<string, string>;
  masks: readonly MaskedFor[];
  rows: TableRow[];
  /** Each row's number in the version, from 1. */
  numbers: number[];
  sort: { column: string; down: boolean } | null;
  /** What the cells of each column are, once that is counted, and the column whose cells are listed. */
  counts: ReadonlyMap<string, CellCounts>;
  listed: string | undefined;
  onCells: (column: string) => void;
  onSort: (column: string) => void;
  onPin: (column: string) => void;
  onHide: (column: string) => void;
  onCopy: (what: string, text: string) => void;
};

/** Rows with their numbers; heads sort, pin and hide, a click on a cell or a row's number copies it. */
export function RowsGrid({ columns, pinned, units, masks, rows, numbers, sort, onCopy, ...rest }: Props) {
  const { counts, listed, ...does } = rest;
  const written = new Map(
    columns
      .filter(({ type }) => type === "number")
      .map(({ name }) => [name, exactColumn(rows.map((row) => numberOf(row[name])))]),
  );
  const placeOf = (i: number) => (i < pinned ? { left: numberWidth + i * pinnedWidth } : undefined);
  return (
    <div className="scroll data-rows rows-grid" role="region" aria-label="Rows" tabIndex={0}>
      <table className="t dense">
        <caption className="sr">Rows</caption>
        <thead>
          <tr>
            <th scope="col" className="r row-number">
              Row
            </th>
            {columns.map((column, i) => (
              <Head
                key={column.name}
                column={column}
                unit={units[column.name]}
                mask={maskForYou(masks, column.name)}
                pinned={i < pinned}
                place={placeOf(i)}
                sort={sort?.column === column.name ? sort : null}
                counts={counts.get(column.name)}
                listed={listed === column.name}
                {...does}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={numbers[at]}>
              <th scope="row" className="r row-number num">
                <button
                  type="button"
                  className="btn-link"
                  aria-label={`Copy row ${integer(numbers[at]!)}`}
                  title="Copy the row"
                  onClick={() => onCopy(`Row ${integer(numbers[at]!)}`, rowText(columns, row))}
                >
                  {integer(numbers[at]!)}
                  <Copy className="i i-12" aria-hidden="true" />
                </button>
              </th>
              {columns.map(({ name, type }, i) => (
                <td
                  key={name}
                  className={`${isNumeric(type) ? "r" : ""}${i < pinned ? " pinned" : ""}` || undefined}
                  style={placeOf(i)}
                  title={cellText(row[name])}
                  onDoubleClick={() => onCopy(`Cell of ${name}`, cellText(row[name]))}
                >
                  <Cell value={row[name] ?? null} type={type} write={written.get(name)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 ? <p className="body t3">No row matches.</p> : null}
    </div>
  );
}

type HeadProps = Pick<Props, "onSort" | "onPin" | "onHide" | "onCells"> & {
  column: ColumnSchema;
  unit: string | undefined;
  mask: MaskedFor | undefined;
  pinned: boolean;
  place: { left: number } | undefined;
  sort: { down: boolean } | null;
  counts: CellCounts | undefined;
  listed: boolean;
};

function Head({ column: { name, type }, unit, mask, place, sort, counts, ...does }: HeadProps) {
  const { pinned, listed } = does;
  const { onSort, onPin, onHide, onCells } = does;
  const Arrow = sort?.down ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      className={`${isNumeric(type) ? "r" : ""}${pinned ? " pinned" : ""}` || undefined}
      style={place}
      aria-sort={sort ? (sort.down ? "descending" : "ascending") : undefined}
    >
      <span className="grid-head">
        <button type="button" className="head-sort" title={`Sort by ${name}`} onClick={() => onSort(name)}>
          <span className="clip">{name}</span>
          {unit ? <small className="t3">{unit}</small> : null}
          {sort ? <Arrow className="i i-12" aria-hidden="true" /> : null}
        </button>
        {mask ? <MaskedMark mask={mask} /> : null}
        <button
          type="button"
          className="head-tool"
          aria-pressed={pinned}
          aria-label={pinned ? `Unpin ${name}` : `Pin ${name}`}
          onClick={() => onPin(name)}
        >
          <Pin className="i i-12" aria-hidden="true" />
        </button>
        <button type="button" className="head-tool" aria-label={`Hide ${name}`} onClick={() => onHide(name)}>
          <EyeOff className="i i-12" aria-hidden="true" />
        </button>
      </span>
      {counts ? <CellsBar counts={counts} open={listed} onOpen={() => onCells(name)} /> : null}
    </th>
  );
}

function isNumeric(type: ColumnSchema["type"]): boolean {
  return type === "number" || type === "integer";
}

function numberOf(value: TableRow[string] | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}

/** A cell to its last digit, as it is copied; nothing where it is missing. */
function cellText(value: TableRow[string] | undefined): string {
  return value === null || value === undefined ? "" : String(value);
}

/** A row as spreadsheets take it: cells with tabs between, text with a tab or a line end in quotes. */
function rowText(columns: readonly ColumnSchema[], row: TableRow): string {
  return columns
    .map(({ name }) => cellText(row[name]))
    .map((text) => (/[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text))
    .join("\t");
}

type CellProps = {
  value: TableRow[string];
  type: ColumnSchema["type"];
  write: ((value: number | null) => string) | undefined;
};

function Cell({ value, type, write }: CellProps) {
  if (value === null) return <span className="t3">–</span>;
  if (type === "number" && write && !Number.isNaN(Number(value))) return <>{write(Number(value))}</>;
  if (type === "date")
    return (
      <>
        {String(value)
          .replace("T00:00:00.000Z", "")
          .replace("T", " ")
          .replace(/\.000Z$/, "")}
      </>
    );
  const text = String(value);
  return <>{text.length > shortText ? `${text.slice(0, shortText - 1)}…` : text}</>;
}
