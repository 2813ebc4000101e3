import type { Example } from "@/lib/datasets/engine";
import { integer } from "@/lib/format";

/** What the step that is looked at does, and the first cells that it changes or makes. */
export function StepExamples({
  words,
  examples,
}: {
  words: readonly string[];
  examples: readonly Example[];
}) {
  return (
    <div className="step-effects num">
      <p className="t2" aria-label="What the step does">
        {words.join(", ")}
      </p>
      {examples.length > 0 ? (
        <ul aria-label="Examples">
          {examples.map(({ row, column, before, after }) => (
            <li key={`${row} ${column}`}>
              <span className="t3">
                row {integer(row + 1)}, {column}
              </span>{" "}
              {before === null ? null : <del>{before}</del>}
              {before === null ? "" : " → "}
              {after === null ? <span className="t3">missing</span> : <ins>{after}</ins>}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
