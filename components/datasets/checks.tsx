"use client";

import { useState } from "react";
import { callApi } from "@/components/ui/call-api";
import { ErrorNote } from "@/components/ui/error-note";
import { Skeleton } from "@/components/ui/skeleton";
import { useSubmit } from "@/components/ui/submit";
import { TableHead } from "@/components/ui/table-head";
import type { Check, FailingRow, Validation } from "@/lib/datasets/expectations";
import { integer } from "@/lib/format";

const pageSize = 50;
type Props = {
  api: string;
  number: number;
  /** What was found when the version was made. */
  kept: Validation | null;
  /** Whether the dictionary expects anything now. */
  expects: boolean;
};

/** How a version meets what is expected: as it did when it was made, or looked at anew. */
export function Checks({ api, number, kept, expects }: Props) {
  const [fresh, setFresh] = useState<Validation | null>(null);
  const { pending, error, submit } = useSubmit();
  const shown = fresh ?? kept;
  const unmet = shown?.checks.filter(({ outcome }) => outcome !== "met") ?? [];
  async function check() {
    const answer = await submit<Validation>("GET", `${api}/checks`);
    if (answer) setFresh(answer);
  }
  if (!kept && !expects) return null;
  return (
    <section className="sec" aria-labelledby="h-checks">
      <div className="sec-head">
        <h2 id="h-checks">Expectations</h2>
        {shown ? (
          <span className="t3 s12 num" role="status">
            {integer(shown.checks.length - unmet.length)} of {integer(shown.checks.length)} met
            {fresh ? ", looked at now" : " when the version was made"}
          </span>
        ) : (
          <span className="t3 s12">v{number} was made before anything was expected.</span>
        )}
        {expects ? (
          <button type="button" className="btn-link more" disabled={pending} onClick={() => void check()}>
            Check v{number} now
          </button>
        ) : null}
      </div>
      <ErrorNote message={error} />
      <ul className="findings plain">
        {unmet.map((check) => (
          <Unmet key={`${check.column} ${check.kind}`} api={api} check={check} rows={shown!.rows} />
        ))}
      </ul>
    </section>
  );
}

const words = { met: "met", tolerated: "tolerated", warn: "warning", stop: "forbids the next version" };

function Unmet({ api, check, rows }: { api: string; check: Check; rows: number }) {
  const [open, setOpen] = useState(false);
  return (
    <li className="unmet">
      <div>
        {check.column} is expected to be {check.expected}
        <small className="num">
          {integer(check.failing)} of {integer(rows)} rows are not: {words[check.outcome]}
        </small>
        {open ? <FailingRows api={api} check={check} /> : null}
      </div>
      {check.kind === "type" ? null : (
        <button type="button" className="btn-link" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Hide rows" : "Rows"}
        </button>
      )}
    </li>
  );
}

/** The failing rows: the first from the check, more a page at a time. */
function FailingRows({ api, check }: { api: string; check: Check }) {
  const [rows, setRows] = useState<FailingRow[]>(check.rows);
  const [error, setError] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  async function more() {
    setPending(true);
    const asked = new URLSearchParams({
      column: check.column,
      kind: check.kind,
      offset: String(rows.length),
      limit: String(pageSize),
    });
    const answer = await callApi<{ rows: FailingRow[] }>("GET", `${api}/checks/rows?${asked}`);
    setPending(false);
    if (answer.ok) setRows([...rows, ...answer.value.rows]);
    else setError(answer.message);
  }
  const keys = Object.keys(rows[0]?.key ?? {});
  return (
    <>
      <table className="t">
        <caption className="sr">Rows that fail</caption>
        <TableHead heads={[{ label: "Row", right: true }, ...keys, check.column]} />
        <tbody>
          {rows.map((row) => (
            <tr key={row.row}>
              <td className="r">{integer(row.row)}</td>
              {keys.map((key) => (
                <td key={key}>{String(row.key[key] ?? "–")}</td>
              ))}
              <td>{row.value === null ? <span className="t3">–</span> : String(row.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {pending ? <Skeleton rows={1} columns={3} /> : null}
      <ErrorNote message={error} />
      {rows.length < check.failing ? (
        <button type="button" className="btn-link" disabled={pending} onClick={() => void more()}>
          {integer(rows.length)} of {integer(check.failing)} shown: more
        </button>
      ) : null}
    </>
  );
}
