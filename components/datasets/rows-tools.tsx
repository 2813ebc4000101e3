"use client";

import { Columns3, Download } from "lucide-react";
import { useState } from "react";
import { Menu } from "@/components/ui/menu";
import type { DatasetSearch } from "@/lib/datasets/schema";
import type { ColumnSchema } from "@/lib/frame/frame";
import { integer } from "@/lib/format";
import { FormulaField } from "./formula-field";

type Props = {
  columns: ColumnSchema[];
  search: DatasetSearch;
  download: string;
  /** The filter and the sort, as an address says them. */
  choice: URLSearchParams;
  visible: string[];
  /** Goes to the page of a row, by its number from 1. */
  onRow: (row: number) => void;
  onGo: (change: Partial<DatasetSearch>) => void;
};

/** What is done to the rows that are shown: filter, jump, hidden columns, download. */
export function RowsTools({ columns, search, download, choice, visible, onRow, onGo }: Props) {
  const [filter, setFilter] = useState(search.filter ?? "");
  const [row, setRow] = useState("");
  const [guard, setGuard] = useState(true);
  const fileOf = (format: "csv" | "parquet") => {
    const words = new URLSearchParams(choice);
    words.set("format", format);
    if (format === "csv") words.set("guard", String(guard));
    if (visible.length < columns.length) words.set("columns", JSON.stringify(visible));
    return `${download}?${words}`;
  };
  function jump() {
    const number = Number(row);
    if (Number.isInteger(number) && number >= 1) onRow(number);
  }
  return (
    <div className="bar-tools rows-tools">
      <form
        className="rows-filter"
        onSubmit={(event) => (event.preventDefault(), onGo({ filter: filter.trim() || undefined }))}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.defaultPrevented) return;
          event.preventDefault();
          event.currentTarget.requestSubmit();
        }}
      >
        <FormulaField label="Rows where" value={filter} columns={columns} onChange={setFilter} />
        <button className="btn">Filter</button>
        {search.filter ? (
          <button type="button" className="btn-link" onClick={() => onGo({ filter: undefined })}>
            Clear filter
          </button>
        ) : null}
      </form>
      <span className="grow" />
      <form className="row s12" onSubmit={(event) => (event.preventDefault(), jump())}>
        <label className="row t3">
          Row
          <input
            className="input row-jump"
            inputMode="numeric"
            value={row}
            onChange={({ target }) => setRow(target.value)}
          />
        </label>
        <button className="btn">Go</button>
      </form>
      {search.hide.length > 0 ? (
        <Menu
          className="more-menu"
          label={
            <>
              <Columns3 className="i" aria-hidden="true" />
              {integer(search.hide.length)} hidden
            </>
          }
        >
          <div className="columns-menu" role="group" aria-label="Hidden columns">
            <button type="button" className="btn-link" onClick={() => onGo({ hide: [] })}>
              Show all
            </button>
            {search.hide.map((name) => (
              <button
                key={name}
                type="button"
                className="btn-link clip"
                onClick={() => onGo({ hide: search.hide.filter((other) => other !== name) })}
              >
                Show {name}
              </button>
            ))}
          </div>
        </Menu>
      ) : null}
      <Menu
        className="more-menu"
        label={
          <>
            <Download className="i" aria-hidden="true" />
            Download
          </>
        }
      >
        <div className="columns-menu" role="group" aria-label="Download">
          <p className="s12 t3">
            All rows{search.filter ? " that match" : ""}, {integer(visible.length)} of{" "}
            {integer(columns.length)} columns
          </p>
          <a className="btn" href={fileOf("csv")} download>
            CSV
          </a>
          <label className="check-row s12">
            <input type="checkbox" className="check" checked={guard} onChange={() => setGuard(!guard)} />
            <span>
              Text that begins with = + - @ or a tab gets a ’ before it, so that no spreadsheet runs it
            </span>
          </label>
          <a className="btn" href={fileOf("parquet")} download>
            Parquet
          </a>
        </div>
      </Menu>
    </div>
  );
}
