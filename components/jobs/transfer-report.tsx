import { bytes, integer } from "@/lib/format";
import type { TransferReport as Report } from "@/lib/jobs/kinds/transfer";

const rows: { key: keyof Report["counts"]; label: string }[] = [
  { key: "experiments", label: "Experiments" },
  { key: "runs", label: "Runs" },
  { key: "before", label: "Runs that were there before" },
  { key: "points", label: "Points of metrics" },
  { key: "files", label: "Files" },
  { key: "loggedModels", label: "Logged models" },
  { key: "models", label: "Registered models" },
  { key: "versions", label: "Model versions" },
];

/** What a transfer brought, and what it left behind and why. */
export function TransferReport({ report: { counts, left, leftInAll } }: { report: Report }) {
  return (
    <section className="sec" aria-labelledby="h-report">
      <div className="sec-head">
        <h2 id="h-report">Brought</h2>
      </div>
      <dl className="dl">
        {rows.map(({ key, label }) => (
          <div key={key} className="contents">
            <dt>{label}</dt>
            <dd className="num">
              {integer(counts[key])}
              {key === "files" && counts.bytes > 0 ? (
                <span className="t3"> ({bytes(counts.bytes)})</span>
              ) : null}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 t2">
        {leftInAll === 0 ? "Nothing was left behind." : `Left behind: ${integer(leftInAll)}`}
      </p>
      {left.length > 0 ? (
        <ul className="mt-2 grid gap-1">
          {left.map((reason, i) => (
            <li key={i}>{reason}</li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
