"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { Ago } from "@/components/ui/ago";
import { StatusMark } from "@/components/ui/status-mark";
import { inGroups, type RunColumn } from "@/lib/runs/columns";
import type { RunRow } from "@/lib/runs/queries";
import type { RunsSearch } from "@/lib/runs/schema";
import { columnCells, type Cell, type Taken } from "./run-cells";
import { withSearch } from "./search";
import { SelectionBar } from "./selection-bar";
import { useRowKeys } from "./use-row-keys";

type Props = {
  slug: string;
  search: RunsSearch;
  runs: RunRow[];
  columns: string[];
  /** The field of the column that it is sorted by. */
  sorted: string;
  taken: Taken;
  mayDelete: boolean;
  mayRemove: boolean;
  mayRegister: boolean;
};

/** Runs in the columns that are chosen; a row is selected by its box or by X. */
export function RunTable({
  slug,
  search,
  runs,
  columns: ids,
  sorted,
  taken,
  mayDelete,
  mayRemove,
  mayRegister,
}: Props) {
  const router = useRouter();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  // What a filter or another page has taken from sight is not acted on.
  const selected = useMemo(
    () => new Set(runs.map(({ uid }) => uid).filter((uid) => ticked.has(uid))),
    [runs, ticked],
  );
  const columns = useMemo(() => inGroups(ids), [ids]);
  const cells = useMemo(
    () => columns.map((column) => columnCells(column, runs, taken)),
    [columns, runs, taken],
  );
  const toggle = (uid: string) =>
    setTicked((before) =>
      before.has(uid) ? new Set([...before].filter((other) => other !== uid)) : new Set([...before, uid]),
    );
  const compare = () =>
    selected.size > 1 && router.push(`/projects/${slug}/compare?runs=${[...selected].join(",")}`);
  const cursor = useRowKeys(runs.length, {
    x: (at) => toggle(runs[at]!.uid),
    Enter: (at) => router.push(`/projects/${slug}/runs/${runs[at]!.uid}`),
    c: compare,
    Escape: () => setTicked(new Set()),
  });
  const groups = Map.groupBy(columns, ({ group }) => group);
  const firsts = new Set([...groups.values()].map(([first]) => first!.id));

  return (
    <>
      <div className="runs-wrap" role="region" aria-label="Runs" tabIndex={0}>
        <table className="t dense runs" aria-rowcount={runs.length}>
          <caption className="sr">Runs</caption>
          <TableHead
            groups={groups}
            columns={columns}
            search={search}
            sorted={sorted}
            firsts={firsts}
            selected={selected.size}
            count={runs.length}
            onSelectAll={() =>
              setTicked(selected.size === runs.length ? new Set() : new Set(runs.map(({ uid }) => uid)))
            }
          />
          <tbody>
            {runs.map((run, i) => (
              <tr
                key={run.uid}
                aria-selected={selected.has(run.uid)}
                className={`${cursor === i ? "cursor" : ""}${run.parentId ? " child" : ""}`}
              >
                <td className="pin">
                  <input
                    type="checkbox"
                    className="check"
                    aria-label={`Select ${run.name}`}
                    checked={selected.has(run.uid)}
                    onChange={() => toggle(run.uid)}
                  />
                </td>
                <td className="pin pin2">
                  <span className="row">
                    <StatusMark status={run.status} />
                    <Link
                      className="name clip"
                      title={run.name}
                      href={`/projects/${slug}/runs/${run.uid}`}
                      prefetch={false}
                    >
                      {run.name}
                    </Link>
                  </span>
                </td>
                {columns.map((column, c) => (
                  <BodyCell
                    key={column.id}
                    column={column}
                    cell={cells[c]![i]!}
                    first={firsts.has(column.id)}
                    sorted={column.sort !== null && sorted === column.sort}
                  />
                ))}
                <td className="r t2">
                  <Ago at={run.startedAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {runs.length === 0 ? (
        <p className="t-foot">
          {search.filter ? "No run matches." : search.deleted ? "Nothing was deleted." : "No runs yet."}
        </p>
      ) : null}
      {selected.size > 0 ? (
        <SelectionBar
          slug={slug}
          selected={runs.filter(({ uid }) => selected.has(uid))}
          deleted={search.deleted}
          mayDelete={mayDelete}
          mayRemove={mayRemove}
          mayRegister={mayRegister}
          onCompare={compare}
          onClear={() => setTicked(new Set())}
        />
      ) : null}
    </>
  );
}

type HeadProps = {
  groups: ReadonlyMap<string, RunColumn[]>;
  columns: RunColumn[];
  search: RunsSearch;
  sorted: string;
  firsts: ReadonlySet<string>;
  selected: number;
  count: number;
  onSelectAll: () => void;
};

function TableHead({ groups, columns, search, sorted, firsts, selected, count, onSelectAll }: HeadProps) {
  return (
    <thead>
      <tr>
        <td className="g pin" />
        <td className="g pin pin2" />
        {[...groups].map(([group, own]) => (
          <th key={group} className="g gl" colSpan={own.length} scope="colgroup">
            <span className="clip">{group}</span>
          </th>
        ))}
        <td className="g" />
      </tr>
      <tr>
        <th className="pin" scope="col">
          <input
            type="checkbox"
            className={`check${selected > 0 && selected < count ? " some" : ""}`}
            aria-label={`${selected} of ${count} selected`}
            checked={count > 0 && selected === count}
            onChange={onSelectAll}
          />
        </th>
        <th className="pin pin2" scope="col">
          Run
        </th>
        {columns.map((column) => (
          <HeadCell
            key={column.id}
            column={column}
            search={search}
            current={column.sort !== null && column.sort === sorted}
            first={firsts.has(column.id)}
          />
        ))}
        <th className="r" scope="col">
          Started
        </th>
      </tr>
    </thead>
  );
}

function HeadCell({
  column: { id, label, right, sort },
  search,
  current,
  first,
}: {
  column: RunColumn;
  search: RunsSearch;
  current: boolean;
  first: boolean;
}) {
  const order = current && search.order === "desc" ? "asc" : "desc";
  const Arrow = search.order === "desc" ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      className={`${right ? "r" : ""}${first ? " gl" : ""}`}
      aria-sort={current ? (search.order === "desc" ? "descending" : "ascending") : undefined}
    >
      {sort ? (
        <Link
          className="th-btn"
          title={id}
          href={withSearch(search, { sort, order, after: "" })}
          replace
          scroll={false}
        >
          <span className="clip">{label}</span>
          {current ? <Arrow className="i" aria-hidden="true" /> : null}
        </Link>
      ) : (
        label
      )}
    </th>
  );
}

function BodyCell({
  column,
  cell: { text, title, value, best },
  first,
  sorted,
}: {
  column: RunColumn;
  cell: Cell;
  first: boolean;
  sorted: boolean;
}) {
  const className = `${column.right ? "r" : "t2"}${first ? " gl" : ""}`;
  return (
    <td className={className} title={title}>
      {sorted && value !== null && value >= 0 && value <= 1 ? (
        <span className="cellbar">
          <i>
            <b style={{ width: `${value * 100}%` }} />
          </i>
          <span className={best ? "best" : undefined}>{text}</span>
        </span>
      ) : (
        <span className={best ? "best" : `cell-text${text === "–" ? " t3" : ""}`}>{text}</span>
      )}
    </td>
  );
}
