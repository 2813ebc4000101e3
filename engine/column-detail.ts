import { columnDetail, type ColumnDetail } from "@/lib/datasets/column-detail";
import type { EngineRequests } from "@/lib/datasets/engine";
import { findColumn } from "@/lib/datasets/steps/step";
import type { NumericColumn } from "@/lib/frame/frame";
import { scan, withDuckDb } from "./duckdb";
import { readFrame } from "./read";

/** Everything about one column of a table, by exact figures over all rows. */
export function detailColumn({
  table,
  column,
  target,
  other,
  time,
  ...shape
}: EngineRequests["column-detail"]["input"]): Promise<ColumnDetail> {
  const names = [...new Set([column, target, other, time].filter((name) => name !== null))];
  const wanted = names.map((name) => findColumn(table.columns, name));
  return withDuckDb({ files: [table.file] }, async (connection) => {
    const { rows, columns } = await readFrame(connection, scan(table), wanted);
    const of = (name: string | null) => columns.find((one) => one.name === name) ?? null;
    const when = of(time);
    const beside = {
      target: of(target),
      other: of(other),
      time: when?.type === "date" ? (when as NumericColumn) : null,
    };
    return columnDetail(of(column)!, rows, beside, { ...shape, masked: table.masked });
  });
}
