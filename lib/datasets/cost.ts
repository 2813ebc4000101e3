import type { EngineRequests, Kind, NamedTable } from "./engine";

type Requests = { [K in Kind]: { kind: K; input: EngineRequests[K]["input"] } }[Kind];

/** Cells that are read in well under a second. */
const few = 2_000_000;
/** Rows are skipped so many times as fast as they are read. */
const skipped = 20;
const fewBytes = 4 * 2 ** 20;

/** Whether a request most likely ends within a second: judged by the cells and bytes that it must read. */
export function isSmall(request: Requests | { kind: Kind; input: unknown }): boolean {
  const { kind, input } = request as Requests;
  if (kind === "rows") {
    const { table, offset, limit } = input;
    return (Math.min(limit, table.rows) + offset / skipped) * table.columns.length <= few;
  }
  if (kind === "column") return input.table.rows * input.names.length <= few;
  if (kind === "compare-columns" || kind === "compare-rows")
    return input.tables.reduce((sum, table) => sum + cells(table), 0) <= few / 4;
  if (kind === "cells") return input.rows * input.columns.length <= few / 4;
  if (kind === "changes") return input.tables.reduce((sum, table) => sum + cells(table), 0) <= few / 4;
  if (kind === "query") return input.tables.reduce((sum, table) => sum + cells(table), 0) <= few;
  if (kind === "write") return input.frame.rows * input.frame.columns.length <= few / 4;
  if (kind === "import" || kind === "choices") return input.bytes <= fewBytes;
  if (kind === "import-preview" || kind === "missing-cells") return true;
  const seconds = "seconds" in input ? (input.seconds ?? []) : [];
  return seconds.reduce((sum, table) => sum + cells(table), cells(input.table)) <= few / 4;
}

function cells({ rows, columns }: NamedTable): number {
  return rows * columns.length;
}
