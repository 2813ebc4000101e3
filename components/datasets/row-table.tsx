import { useState, type KeyboardEvent } from "react";
import { exactColumn } from "@/lib/format";
import type { ColumnSchema } from "@/lib/frame/frame";

export type TableRow = Record<string, string | number | boolean | null>;

type Props = {
  columns: ColumnSchema[];
  rows: TableRow[];
  label: string;
  /** Whether a column is new or has cells that were changed. */
  isFresh?: (name: string) => boolean;
  /** Takes the new text of a cell, null for missing; with it, cells are edited in their place. */
  onEdit?: ((row: number, name: string, to: string | null) => void) | undefined;
  /** Makes the heads of columns buttons that open a facet. */
  onColumn?: (name: string) => void;
  /** What a cell was before it was changed, null where it was missing; undefined for one that was not. */
  before?: (row: number, name: string) => string | null | undefined;
};

/** Cells of a table: numbers to their last digit, right; dates short; missing as a dash. */
export function RowTable({ columns, rows, label, isFresh, onColumn, onEdit, before }: Props) {
  const [edited, setEdited] = useState<{ row: number; name: string } | null>(null);
  const numbers = new Map(
    columns
      .filter(({ type }) => type === "number")
      .map(({ name }) => [name, exactColumn(rows.map((row) => numberOf(row[name])))]),
  );
  return (
    <div className="scroll data-rows" role="region" aria-label={label} tabIndex={0}>
      <table className="t dense" role={onEdit ? "grid" : undefined}>
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
        <tbody onKeyDown={onEdit ? moveFocus : undefined}>
          {rows.map((row, i) => (
            <tr key={i}>
              {columns.map(({ name, type }) => {
                const was = before?.(i, name);
                const isChanged = was !== undefined;
                const isNumber = type === "number" || type === "integer";
                if (edited?.row === i && edited.name === name && onEdit)
                  return (
                    <CellInput
                      key={name}
                      name={name}
                      value={editText(row[name] ?? null, type)}
                      onEnd={(to) => {
                        setEdited(null);
                        if (to !== undefined) onEdit(i, name, to);
                      }}
                    />
                  );
                return (
                  <td
                    key={name}
                    {...(onEdit
                      ? {
                          tabIndex: i === 0 && name === columns[0]!.name ? 0 : -1,
                          onDoubleClick: () => setEdited({ row: i, name }),
                          onKeyDown: ({ key, nativeEvent }) => {
                            if (key !== "Enter" && key !== "F2") return;
                            nativeEvent.preventDefault();
                            setEdited({ row: i, name });
                          },
                        }
                      : {})}
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

const arrows: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Arrow keys lead from cell to cell. */
function moveFocus(event: KeyboardEvent<HTMLElement>) {
  const step = arrows[event.key];
  const cell = event.target;
  if (
    !step ||
    !(cell instanceof HTMLTableCellElement) ||
    !(cell.parentElement instanceof HTMLTableRowElement)
  )
    return;
  const row = event.currentTarget.children[cell.parentElement.sectionRowIndex + step[0]];
  const next = row?.children[cell.cellIndex + step[1]];
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}

/** A cell as it is typed. */
function editText(value: TableRow[string], type: ColumnSchema["type"]): string {
  if (value === null) return "";
  return type === "date"
    ? String(value)
        .replace("T00:00:00.000Z", "")
        .replace(/\.000Z$/, "Z")
    : String(value);
}

type InputProps = { name: string; value: string; onEnd: (to?: string | null) => void };

/** A cell while it is edited: Enter takes what is typed, nothing means missing; Esc and leaving give up. */
function CellInput({ name, value, onEnd }: InputProps) {
  const [typed, setTyped] = useState(value);
  return (
    <td className="cell-edit">
      <input
        className="input"
        autoFocus
        aria-label={`New value of ${name}`}
        title="Enter takes it, nothing typed means missing; Esc gives it up"
        placeholder="missing"
        value={typed}
        maxLength={1_000}
        onChange={({ target }) => setTyped(target.value)}
        onFocus={({ target }) => target.select()}
        onBlur={() => onEnd()}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Escape") onEnd();
          if (event.key !== "Enter") return;
          event.preventDefault();
          if (typed === value) onEnd();
          else onEnd(typed === "" ? null : typed);
        }}
      />
    </td>
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
