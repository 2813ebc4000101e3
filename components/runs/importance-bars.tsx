import { fixed } from "@/lib/format";
import type { Importance } from "@/lib/runs/evaluation";

const shown = 12;

/** What the model leans on, the most first. */
export function ImportanceBars({ importance }: { importance: Importance }) {
  const most = importance[0]?.value || 1;
  return (
    <section className="sec" aria-labelledby="h-importance">
      <div className="sec-head">
        <h2 id="h-importance">Feature importance</h2>
        <span className="t3 s12">share of what the features bring</span>
      </div>
      <ul className="importance">
        {importance.slice(0, shown).map(({ feature, value }) => (
          <li key={feature}>
            <span className="clip t2" title={feature}>
              {feature}
            </span>
            <span className="bar-fill" style={{ width: `${(value / most) * 100}%` }} />
            <span className="num">{fixed(value, 3)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
