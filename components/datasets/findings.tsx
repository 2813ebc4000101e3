import { CalendarClock, Copy, Fingerprint, Minus, Repeat, Scale, SquareDashed } from "lucide-react";
import Link from "next/link";
import { Skeleton } from "@/components/ui/skeleton";
import { dropAll } from "@/lib/datasets/fixes";
import type { Finding } from "@/lib/datasets/profile";

const icons = {
  "unit-copy": Copy,
  "monotone-copy": CalendarClock,
  identifier: Fingerprint,
  constant: Minus,
  imbalance: Scale,
  "repeated-entity": Repeat,
  missing: SquareDashed,
};
const grave = new Set<Finding["kind"]>(["unit-copy", "identifier", "repeated-entity"]);

/** What is worth knowing before anything is trained, each with the step that mends it. */
export function Findings({ findings, prepare }: { findings: Finding[] | null; prepare: string | null }) {
  const steps = dropAll(findings ?? []);
  const last = steps.at(-1);
  const dropped = last?.kind === "drop" ? last.columns.length : 0;
  return (
    <section className="sec" aria-labelledby="h-findings">
      <div className="sec-head">
        <h2 id="h-findings">Findings</h2>
        {findings ? <span className="t3 s12 num">{findings.length} open</span> : null}
        {prepare && dropped > 0 ? (
          <Link className="more" href={`${prepare}&steps=${encodeURIComponent(JSON.stringify(steps))}`}>
            {steps.length > 1 ? "Split, then drop all" : "Drop all"} {dropped}
          </Link>
        ) : null}
      </div>
      {findings === null ? <Skeleton rows={5} columns={1} /> : null}
      {findings?.length === 0 ? <p className="t3">Nothing stands out.</p> : null}
      <ul className="findings">
        {findings?.map((finding) => {
          const Icon = icons[finding.kind];
          return (
            <li key={finding.kind}>
              <Icon className={`i ${grave.has(finding.kind) ? "warn" : "t3"}`} aria-hidden="true" />
              <div>
                {finding.title}
                <small>{finding.detail}</small>
              </div>
              {prepare && finding.fix ? (
                <Link href={`${prepare}&steps=${encodeURIComponent(JSON.stringify(finding.fix.steps))}`}>
                  {finding.fix.label}
                </Link>
              ) : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
