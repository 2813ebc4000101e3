"use client";

import { ArrowDown, ArrowUp, Columns3 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { Ago } from "@/components/ui/ago";
import { Menu } from "@/components/ui/menu";
import { StatusMark } from "@/components/ui/status-mark";
import { metricOf, smallerIsBetter } from "@/lib/runs/read";
import type { RunRow } from "@/lib/runs/queries";
import type { RunsSearch } from "@/lib/runs/schema";
import { columnsOf, type RunColumn } from "./run-columns";
import { withSearch } from "./search";
import { SelectionBar } from "./selection-bar";
import { useRowKeys } from "./use-row-keys";

type Props = { slug: string; search: RunsSearch; runs: RunRow[]; mayDelete: boolean; mayRegister: boolean };

export function RunTable({ slug, search, runs, mayDelete, mayRegister }: Props) {
  const router = useRouter();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const { all, usual } = useMemo(() => columnsOf(runs), [runs]);
  const wanted = search.columns?.split(",") ?? usual;
  const columns = all.filter(({ id }) => wanted.includes(id));
  const best = useMemo(() => bestOf(runs, columns), [runs, columns]);
  const toggle = (uid: string) =>
    setSelected((before) =>
      before.has(uid) ? new Set([...before].filter((other) => other !== uid)) : new Set([...before, uid]),
    );
  const compare = () =>
    selected.size > 1 && router.push(`/projects/${slug}/compare?runs=${[...selected].join(",")}`);
  const cursor = useRowKeys(runs.length, {
    x: (at) => toggle(runs[at]!.uid),
    Enter: (at) => router.push(`/projects/${slug}/runs/${runs[at]!.uid}`),
    c: compare,
    Escape: () => setSelected(new Set()),
  });
  const groups = Map.groupBy(columns, ({ group }) => group);
  const firsts = new Set([...groups.values()].map(([first]) => first!.id));

  return (
    <>
      <div className="runs-tools">
        <ColumnChoice
          all={all}
          chosen={wanted}
          onChange={(next) => router.replace(withSearch(search, { columns: next.join(",") }))}
        />
      </div>
      <div className="runs-wrap" role="region" aria-label="Runs" tabIndex={0}>
        <table className="t dense runs" aria-rowcount={runs.length}>
          <caption className="sr">Runs</caption>
          <thead>
            <tr>
              <td className="g pin" />
              <td className="g pin pin2" />
              {[...groups].map(([group, own]) => (
                <th key={group} className="g gl" colSpan={own.length} scope="colgroup">
                  <span>{group}</span>
                </th>
              ))}
              <td className="g" />
            </tr>
            <tr>
              <th className="pin" scope="col">
                <input
                  type="checkbox"
                  className={`check${selected.size > 0 && selected.size < runs.length ? " some" : ""}`}
                  aria-label={`${selected.size} of ${runs.length} selected`}
                  checked={runs.length > 0 && selected.size === runs.length}
                  onChange={() =>
                    setSelected(
                      selected.size === runs.length ? new Set() : new Set(runs.map(({ uid }) => uid)),
                    )
                  }
                />
              </th>
              <th className="pin pin2" scope="col">
                Run
              </th>
              {columns.map((column) => (
                <HeadCell key={column.id} column={column} search={search} first={firsts.has(column.id)} />
              ))}
              <th className="r" scope="col">
                Started
              </th>
            </tr>
          </thead>
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
                    <Link className="name" href={`/projects/${slug}/runs/${run.uid}`} prefetch={false}>
                      {run.name}
                    </Link>
                  </span>
                </td>
                {columns.map((column) => (
                  <BodyCell
                    key={column.id}
                    column={column}
                    run={run}
                    first={firsts.has(column.id)}
                    sorted={search.sort === column.sort}
                    best={column.metric ? best.get(column.metric) : undefined}
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
          mayRegister={mayRegister}
          onCompare={compare}
          onClear={() => setSelected(new Set())}
        />
      ) : null}
    </>
  );
}

function HeadCell({
  column: { label, right, sort },
  search,
  first,
}: {
  column: RunColumn;
  search: RunsSearch;
  first: boolean;
}) {
  const current = sort !== null && search.sort === sort;
  const order = current && search.order === "desc" ? "asc" : "desc";
  const Arrow = search.order === "desc" ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      className={`${right ? "r" : ""}${first ? " gl" : ""}`}
      aria-sort={current ? (search.order === "desc" ? "descending" : "ascending") : undefined}
    >
      {sort ? (
        <Link className="th-btn" href={withSearch(search, { sort, order, after: "" })} replace scroll={false}>
          {label}
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
  run,
  first,
  sorted,
  best,
}: {
  column: RunColumn;
  run: RunRow;
  first: boolean;
  sorted: boolean;
  best: number | undefined;
}) {
  const text = column.text(run);
  const value = column.metric ? metricOf(run, column.metric) : null;
  const isBest = value !== null && value === best;
  return (
    <td className={`${column.right ? "r" : "t2"}${first ? " gl" : ""}`}>
      {sorted && value !== null && value >= 0 && value <= 1 ? (
        <span className="cellbar">
          <i>
            <b style={{ width: `${value * 100}%` }} />
          </i>
          <span className={isBest ? "best" : undefined}>{text}</span>
        </span>
      ) : (
        <span className={isBest ? "best" : text === "–" ? "t3" : undefined}>{text}</span>
      )}
    </td>
  );
}

function ColumnChoice({
  all,
  chosen,
  onChange,
}: {
  all: RunColumn[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
}) {
  return (
    <Menu
      className="more-menu"
      label={
        <>
          <Columns3 className="i" aria-hidden="true" />
          Columns
          <span className="t3 num font-normal">
            {all.filter(({ id }) => chosen.includes(id)).length} of {all.length}
          </span>
        </>
      }
    >
      <div className="columns-menu">
        {all.map(({ id, label, group }) => (
          <label key={id} className="check-row">
            <input
              type="checkbox"
              className="check"
              checked={chosen.includes(id)}
              onChange={() =>
                onChange(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id])
              }
            />
            <span className="grow">{label}</span>
            <span className="t3 s12">{group.split(",")[0]}</span>
          </label>
        ))}
      </div>
    </Menu>
  );
}

function bestOf(runs: readonly RunRow[], columns: readonly RunColumn[]): Map<string, number> {
  return new Map(
    columns.flatMap(({ metric }) => {
      const values = metric ? runs.map((run) => metricOf(run, metric)).filter((value) => value !== null) : [];
      return metric && values.length > 1
        ? [[metric, smallerIsBetter(metric) ? Math.min(...values) : Math.max(...values)] as [string, number]]
        : [];
    }),
  );
}
