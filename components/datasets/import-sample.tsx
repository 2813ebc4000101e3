import { useState } from "react";
import { columnTypes, type ColumnType } from "@/lib/frame/frame";
import { integer } from "@/lib/format";
import type { ColumnOptions, ImportOptions } from "@/lib/datasets/import-options";
import { ColumnReading } from "./column-reading";
import { RowTable } from "./row-table";
import type { Looked } from "./use-import-preview";

type Props = {
  looked: Looked;
  current: ImportOptions;
  onColumn: (name: string, set: Partial<ColumnOptions>) => void;
};

/** The first rows as they would be read, above them the type of each column, to be settled. */
export function ImportSample({ looked, current, onColumn }: Props) {
  const asked = new Map(current.columns?.map((column) => [column.name, column]));
  const [open, setOpen] = useState<string | null>(null);
  const notes = new Map(looked.note?.columns.map((note) => [note.column, note]));
  return (
    <>
      <div className="scroll px-4" role="region" aria-label="Columns" tabIndex={0}>
        <table className="t dense">
          <caption className="sr">Columns</caption>
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Type</th>
              <th scope="col" className="r">
                Do not fit
              </th>
              <th scope="col">
                <span className="sr">Options</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {looked.columns.map(({ name, type }) => (
              <tr key={name}>
                <td className="name">{name}</td>
                <td>
                  <select
                    className="input"
                    aria-label={`Type of ${name}`}
                    value={asked.get(name)?.type ?? ""}
                    onChange={({ target }) =>
                      onColumn(name, { type: (target.value || undefined) as ColumnType | undefined })
                    }
                  >
                    <option value="">as found: {type}</option>
                    {columnTypes.map((one) => (
                      <option key={one}>{one}</option>
                    ))}
                  </select>
                </td>
                <td className="r">{integer(notes.get(name)?.failed?.count ?? 0)}</td>
                <td>
                  <button
                    type="button"
                    className="btn-link"
                    aria-label={`Options of ${name}`}
                    aria-expanded={open === name}
                    onClick={() => setOpen(open === name ? null : name)}
                  >
                    {saidOf(asked.get(name))}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {open === null ? null : (
        <ColumnReading
          key={open}
          name={open}
          asked={asked.get(open) ?? {}}
          onChange={(set) => onColumn(open, set)}
        />
      )}
      <RowTable columns={looked.columns} rows={looked.sample} label="First rows" />
    </>
  );
}

/** How much is asked of a column beside its type. */
function saidOf(asked: ColumnOptions | undefined): string {
  const { name: _name, type: _type, ...rest } = asked ?? {};
  const count = Object.keys(rest).length;
  return count === 0 ? "Options" : `Options (${count})`;
}
