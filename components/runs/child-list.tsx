"use client";

import Link from "next/link";
import { StatusMark } from "@/components/ui/status-mark";
import { TableHead } from "@/components/ui/table-head";
import { fixed } from "@/lib/format";
import type { ChildRun } from "@/lib/runs/children";
import type { RunChildren } from "@/lib/runs/loaders";
import { metricOf } from "@/lib/runs/read";
import { ListFoot } from "./list-foot";
import { usePages } from "./use-pages";

/** Runs inside a run, a page at a time. */
export function ChildList({ root, api, first }: { root: string; api: string; first: RunChildren }) {
  const { items, next, pending, error, more } = usePages<ChildRun>(`${api}/children`, first);
  return (
    <section className="sec" aria-labelledby="h-children">
      <div className="sec-head">
        <h2 id="h-children">Runs inside this one</h2>
        <span className="t3 s12 num">
          {first.finished} of {first.all} finished
        </span>
      </div>
      <table className="t dense">
        <caption className="sr">Runs inside this one</caption>
        <TableHead heads={["Run", { label: "F1, test", right: true }, { label: "AUC, test", right: true }]} />
        <tbody>
          {items.map((run) => (
            <tr key={run.uid}>
              <td>
                <span className="row">
                  <StatusMark status={run.status} />
                  <Link className="name clip" href={`${root}/runs/${run.uid}`} prefetch={false}>
                    {run.name}
                  </Link>
                </span>
              </td>
              <td className="r">{fixed(metricOf(run, "f1"), 3)}</td>
              <td className="r">{fixed(metricOf(run, "roc_auc"), 3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ListFoot
        shown={items.length}
        count={{ number: first.all, more: false }}
        searching={false}
        next={next}
        pending={pending}
        error={error}
        onMore={() => void more()}
      />
    </section>
  );
}
