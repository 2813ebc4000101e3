import { exactColumn } from "@/lib/format";
import type { ColumnSchema } from "@/lib/frame/frame";

export type TableRow = Record<string, string | number | boolean | null>;

type Props = {
  columns: ColumnSchema[];
  rows: TableRow[];
  label: string;
  /** Whether a column is new or has cells that were changed. */
  isFresh?: (name: string) => boolean;
  /** Makes the heads of columns buttons that open a facet. */
  onColumn?: (name: string) => void;
  /** What a cell was before it was changed, null where it was missing; undefined for one that was not. */
  before?: (row: number, name: string) => string | null | undefined;
};

/** Cells of a table: numbers to their last digit, right; dates short; missing as a dash. */
export function RowTable({ columns, rows, label, isFresh, onColumn, before }: Props) {
  const numbers = new Map(
    columns
      .filter(({ type }) => type === "number")
      .map(({ name }) => [name, exactColumn(rows.map((row) => numberOf(row[name])))]),
  );
  return (
    <div className="scroll data-rows" role="region" aria-label={label} tabIndex={0}>
      <table className="t dense">
        <caption className="sr">{label}</caption>
        <thead>
          <tr>
            {columns.map(({ name, type }) => (
              <th
                key={name}
                scope="col"
                className={type === "number" || type === "integer" ? "r" : undefined}
                data-fresh={isFresh?.(name) ? true : undefined}
              >
                {onColumn ? (
                  <button
                    type="button"
                    className="th-act"
                    title={`Facet of ${name}`}
                    onClick={() => onColumn(name)}
                  >
                    {name}
                  </button>
                ) : (
                  name
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {columns.map(({ name, type }) => {
                const was = before?.(i, name);
                const isChanged = was !== undefined;
                const isNumber = type === "number" || type === "integer";
                return (
                  <td
                    key={name}
                    className={`${isNumber ? "r" : ""}${isChanged ? " changed" : ""}` || undefined}
                    title={isChanged ? `was ${was ?? "missing"}` : String(row[name] ?? "")}
                  >
                    <Cell value={row[name] ?? null} type={type} write={numbers.get(name)} />
                    {isChanged ? <span className="sr">, was {was ?? "missing"}</span> : null}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A number as the API gives it; what JSON cannot say comes as text, such as "NaN". */
function numberOf(value: TableRow[string] | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}

type CellProps = {
  value: TableRow[string];
  type: ColumnSchema["type"];
  write: ((value: number | null) => string) | undefined;
};

function Cell({ value, type, write }: CellProps) {
  if (value === null) return <span className="t3">–</span>;
  if (type === "integer") return <>{String(value)}</>;
  if (type === "number" && write)
    return <>{Number.isNaN(Number(value)) ? String(value) : write(Number(value))}</>;
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
  return <>{text.length > 60 ? `${text.slice(0, 59)}…` : text}</>;
}
