import { integer } from "@/lib/format";

/** Rows by true class (down) and predicted class (across); darker is more of its row. */
export function Confusion({
  classes,
  counts,
  title,
}: {
  classes: string[];
  counts: number[][];
  title: string;
}) {
  return (
    <div>
      <h3 className="s12 medium">{title}</h3>
      <table className="confusion">
        <caption className="sr">Confusion matrix, {title}</caption>
        <thead>
          <tr>
            <td />
            {classes.map((name) => (
              <th key={name} scope="col">
                Predicted {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counts.map((row, i) => {
            const total = row.reduce((sum, count) => sum + count, 0) || 1;
            return (
              <tr key={classes[i]}>
                <th scope="row">Actual {classes[i]}</th>
                {row.map((count, j) => {
                  const step = readable(Math.max(1, Math.min(9, Math.round((count / total) * 8) + 1)));
                  return (
                    <td
                      key={classes[j]}
                      style={{
                        background: `var(--seq-${step})`,
                        color: step >= 6 ? "var(--text-inverse)" : "var(--text)",
                      }}
                    >
                      {integer(count)}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Neither ink can be read on the two middle steps; they give way to their neighbours. */
function readable(step: number): number {
  return step === 4 ? 3 : step === 5 ? 6 : step;
}
