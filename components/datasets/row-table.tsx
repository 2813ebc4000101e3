import { significant } from "@/lib/format";
import type { ColumnSchema } from "@/lib/frame/frame";

export type TableRow = Record<string, string | number | boolean | null>;

/** Cells of a table, dates short, numbers right, missing as a dash. */
export function RowTable({
  columns,
  rows,
  label,
}: {
  columns: ColumnSchema[];
  rows: TableRow[];
  label: string;
}) {
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
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {columns.map(({ name, type }) => (
                <td
                  key={name}
                  className={type === "number" || type === "integer" ? "r" : undefined}
                  title={String(row[name] ?? "")}
                >
                  <Cell value={row[name] ?? null} type={type} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ value, type }: { value: TableRow[string]; type: ColumnSchema["type"] }) {
  if (value === null) return <span className="t3">–</span>;
  if (type === "integer") return <>{String(value)}</>;
  if (type === "number") return <>{significant(Number(value), 6)}</>;
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
