"use client";

import { ErrorNote } from "@/components/ui/error-note";
import { Skeleton } from "@/components/ui/skeleton";
import { TableHead } from "@/components/ui/table-head";
import { useAnswer } from "@/components/ui/use-answer";
import {
  incomparable,
  rowChanges,
  type Cell,
  type RowComparison,
  type SchemaChange,
} from "@/lib/datasets/comparison";
import type { CompareSearch } from "@/lib/datasets/schema";
import { counted, integer } from "@/lib/format";

const pageSize = 50;
type Props = {
  api: string;
  pair: { before: number; after: number };
  /** Columns that both have, of one kind. */
  columns: string[];
  change: SchemaChange;
  search: CompareSearch;
  onGo: (change: Partial<CompareSearch>) => void;
};

/** Rows of two versions by a key that somebody chooses: added, removed, and cells that changed. */
export function CompareRows({ api, pair, columns, change, search, onGo }: Props) {
  const { key, kind, page } = search;
  const words = new URLSearchParams({
    before: String(pair.before),
    after: String(pair.after),
    key: JSON.stringify(key),
    kind,
    offset: String((page - 1) * pageSize),
    limit: String(pageSize),
  });
  const { value, error } = useAnswer<RowComparison>(key.length > 0 ? `${api}/rows?${words}` : null);
  const notCompared = incomparable(change);
  return (
    <section className="sec scroll" aria-labelledby="h-rows" tabIndex={0}>
      <div className="sec-head">
        <h2 id="h-rows">Rows</h2>
      </div>
      <KeyChoice columns={columns} chosen={key} onChange={(chosen) => onGo({ key: chosen })} />
      <ErrorNote message={error} />
      {key.length === 0 ? <p className="t3">Choose the column, or columns, that tell rows apart.</p> : null}
      {key.length > 0 && !value && !error ? <Skeleton rows={6} columns={4} /> : null}
      {value ? (
        <>
          <div className="row key-choice mb-3">
            <div className="seg" role="group" aria-label="Rows that">
              {rowChanges.map((one) => (
                <button
                  key={one}
                  type="button"
                  aria-pressed={kind === one}
                  onClick={() => onGo({ kind: one })}
                >
                  {integer(value[one])} {one}
                </button>
              ))}
            </div>
            <span className="t3 s12 num">{counted(value.same, "row")} the same</span>
          </div>
          {kind === "changed" && value.cells.length > 0 ? (
            <p className="s12 t2 num mb-2">
              Changed cells:{" "}
              {value.cells.map(({ column, count }) => `${column} ${integer(count)}`).join(", ")}
            </p>
          ) : null}
          <Page value={value} keyNames={key} />
          <Pages total={value[kind]} page={page} shown={value.page.length} onGo={onGo} />
        </>
      ) : null}
      {notCompared.length > 0 && key.length > 0 ? (
        <p className="t-foot">
          Not compared cell by cell, because their type changed:{" "}
          {notCompared.map(({ name }) => name).join(", ")}
        </p>
      ) : null}
    </section>
  );
}

type KeyProps = { columns: string[]; chosen: string[]; onChange: (chosen: string[]) => void };

function KeyChoice({ columns, chosen, onChange }: KeyProps) {
  return (
    <div className="row key-choice mb-3">
      {chosen.map((name) => (
        <button
          key={name}
          type="button"
          className="btn"
          aria-label={`Without ${name}`}
          onClick={() => onChange(chosen.filter((other) => other !== name))}
        >
          {name} ×
        </button>
      ))}
      <label className="row s12 t3">
        {chosen.length === 0 ? "Key" : "and"}
        <select
          className="input"
          value=""
          onChange={({ target }) => (target.value ? onChange([...chosen, target.value]) : undefined)}
        >
          <option value="">{chosen.length === 0 ? "Choose a column" : "another column"}</option>
          {columns
            .filter((name) => !chosen.includes(name))
            .map((name) => (
              <option key={name}>{name}</option>
            ))}
        </select>
      </label>
    </div>
  );
}

function Page({ value, keyNames }: { value: RowComparison; keyNames: string[] }) {
  if (value.page.length === 0) return <p className="t3">No such row.</p>;
  return (
    <table className="t">
      <caption className="sr">Rows that differ</caption>
      <TableHead
        heads={[
          ...keyNames,
          { label: "Row before", right: true },
          { label: "Row after", right: true },
          "Changed cells",
        ]}
      />
      <tbody>
        {value.page.map(({ key, row, cells, kind }) => (
          <tr key={`${row.before} ${row.after}`}>
            {keyNames.map((name) => (
              <td key={name}>{text(key[name] ?? null)}</td>
            ))}
            <td className="r">{row.before === null ? "–" : integer(row.before)}</td>
            <td className="r">{row.after === null ? "–" : integer(row.after)}</td>
            <td className="wrap">
              {kind === "changed"
                ? cells.map(({ column, before, after }) => (
                    <span key={column} className="block">
                      {column}: <span className="was">{text(before)} → </span>
                      {text(after)}
                    </span>
                  ))
                : kind}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A cell whole, as the API gives it; missing as a dash. */
function text(cell: Cell): string {
  return cell === null ? "–" : String(cell).replace("T00:00:00.000Z", "");
}

type PagesProps = {
  total: number;
  page: number;
  shown: number;
  onGo: (change: Partial<CompareSearch>) => void;
};

function Pages({ total, page, shown, onGo }: PagesProps) {
  const offset = (page - 1) * pageSize;
  if (total <= pageSize) return null;
  return (
    <p className="t-foot num">
      <span className="grow">
        {integer(offset + 1)}–{integer(offset + shown)} of {integer(total)}
      </span>
      {page > 1 ? (
        <button type="button" className="btn-link" onClick={() => onGo({ page: page - 1 })}>
          Before
        </button>
      ) : null}
      {offset + pageSize < total ? (
        <button type="button" className="btn-link" onClick={() => onGo({ page: page + 1 })}>
          After
        </button>
      ) : null}
    </p>
  );
}
