"use client";

import { ErrorNote } from "@/components/ui/error-note";
import type { TableRef } from "@/lib/datasets/steps/table-ref";
import { integer } from "@/lib/format";
import { Choice } from "./step-choices";
import { useDatasets, useVersions, type SecondTable } from "./use-second-table";

type TableProps = { label: string; second: SecondTable; onChange: (table: TableRef | undefined) => void };

/** A version of a dataset of the project, which a step reads beside its rows: it stays that version. */
export function TableField({ label, second: { table, problem }, onChange }: TableProps) {
  const { datasets, more } = useDatasets();
  const versions = useVersions(table?.dataset ?? null);
  const choose = (name: string | undefined) => {
    const newest = datasets.find((dataset) => dataset.name === name)?.number;
    onChange(name !== undefined && newest !== undefined ? { dataset: name, version: newest } : undefined);
  };
  return (
    <>
      <Choice
        label={label}
        value={table?.dataset ?? ""}
        options={datasets.map(({ name }) => name)}
        onChange={choose}
      />
      {more ? (
        <p className="row">
          <button type="button" className="btn-link" onClick={more}>
            More datasets
          </button>
        </p>
      ) : null}
      {table ? (
        <Choice
          label={`Version of ${table.dataset}`}
          value={String(table.version)}
          options={versions.map(({ number, rows }) => ({
            value: String(number),
            label: `v${number}, ${integer(rows)} ${rows === 1 ? "row" : "rows"}`,
          }))}
          hint="The step reads this version, also when there are newer ones."
          onChange={(version) => version && onChange({ dataset: table.dataset, version: Number(version) })}
        />
      ) : null}
      <ErrorNote message={problem} />
    </>
  );
}

type Key = [here: string, there: string];
type KeysProps = {
  label: string;
  value: unknown;
  here: readonly string[];
  there: readonly string[];
  onChange: (keys: Key[]) => void;
};

/** Pairs of a column here and one of the second table; there is always an empty pair to go on with. */
export function KeysField({ label, value, here, there, onChange }: KeysProps) {
  const keys = Array.isArray(value) ? (value as Key[]) : [];
  const put = (at: number, key: Key) =>
    onChange([...keys.slice(0, at), key, ...keys.slice(at + 1)].filter(([a, b]) => a !== "" || b !== ""));
  return (
    <fieldset>
      <legend>{label}</legend>
      {[...keys, ["", ""] as Key].map(([left, right], i) => (
        <div className="pair" key={i}>
          <Choice
            label={`Column here ${i + 1}`}
            value={left}
            options={here}
            empty="none"
            onChange={(chosen) => put(i, [chosen ?? "", right])}
          />
          <Choice
            label={`Column there ${i + 1}`}
            value={right}
            options={there}
            empty="none"
            onChange={(chosen) => put(i, [left, chosen ?? ""])}
          />
        </div>
      ))}
    </fieldset>
  );
}
