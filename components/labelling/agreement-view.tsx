import { Fragment } from "react";
import type { LoadedTask } from "@/lib/labelling/loaders";
import { counted, fixed, integer, percent } from "@/lib/format";

type Props = { agreement: LoadedTask["agreement"]; perRow: number };

/** How far people agree, in the figures of the field. */
export function AgreementView({ agreement, perRow }: Props) {
  if (perRow === 1) return null;
  const { rows, disagreeing, agreeing, krippendorff, level, fleiss, pairs } = agreement;
  return (
    <section className="sec" aria-labelledby="h-agreement">
      <div className="sec-head">
        <h2 id="h-agreement">Agreement</h2>
      </div>
      <p className="t3 s12 num">
        On {counted(rows, "row")} with two labels or more; {integer(disagreeing)} disagree.
      </p>
      <dl className="figures">
        <Figure label={`Krippendorff’s α, ${level}`} value={figure(krippendorff)} />
        <Figure label="Fleiss’ κ" value={figure(fleiss)} />
        <Figure label="Pairs of labels that agree" value={agreeing === null ? "–" : percent(agreeing)} />
        {pairs.shown.map(({ people, rows: common, cohen, weighted }) => {
          const names = people.map((name) => name ?? "somebody who has gone").join(" and ");
          const on = `${names}, on ${counted(common, "row")}`;
          return (
            <Fragment key={on}>
              <Figure label={`Cohen’s κ: ${on}`} value={figure(cohen)} />
              {weighted === null ? null : (
                <Figure label={`Cohen’s κ, weighted: ${on}`} value={figure(weighted)} />
              )}
            </Fragment>
          );
        })}
      </dl>
      {pairs.total > pairs.shown.length ? (
        <p className="t3 s12">
          {integer(pairs.shown.length)} of {integer(pairs.total)} pairs of people are shown.
        </p>
      ) : null}
    </section>
  );
}

const figure = (value: number | null) => (value === null ? "–" : fixed(value, 3));

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="num">{value}</dd>
    </div>
  );
}
