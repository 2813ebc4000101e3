import { TableHead } from "@/components/ui/table-head";
import type { SynthesisPlan } from "@/lib/datasets/synthetic/plan";
import type { Treatment } from "@/lib/datasets/synthetic/treatment";
import { integer } from "@/lib/format";
import type { SyntheticDraft } from "./synthetic-draft";

/** How a column is made, in a few words. */
export const treatmentWords: Record<Treatment, string> = {
  numbers: "drawn between its values",
  values: "its own values",
  constant: "one value",
  empty: "no value",
  new: "new values",
  "left out": "left out",
};

type Props = {
  draft: SyntheticDraft;
  change: (some: Partial<SyntheticDraft>) => void;
  plan: SynthesisPlan;
};

/** What becomes of each column, and whether it is made. */
export function SyntheticColumns({ draft, change, plan }: Props) {
  const turn = (column: string, isMade: boolean) =>
    change({
      leaveOut: isMade ? draft.leaveOut.filter((one) => one !== column) : [...draft.leaveOut, column],
    });
  const isFixed = ({ column, how }: SynthesisPlan["columns"][number]) =>
    how === "left out" || column === draft.classColumn;
  const isMade = (one: SynthesisPlan["columns"][number]) =>
    one.how !== "left out" && (one.column === draft.classColumn || !draft.leaveOut.includes(one.column));
  const out = plan.columns.filter((one) => !isMade(one)).length;
  return (
    <section className="sec" aria-labelledby="h-columns">
      <div className="sec-head">
        <h2 id="h-columns">Columns</h2>
        <span className="t3 s12 num">
          {integer(plan.columns.length - out)} made, {integer(out)} left out
        </span>
      </div>
      <div className="scroll" role="region" aria-label="Columns" tabIndex={0}>
        <table className="t">
          <caption className="sr">Columns</caption>
          <TableHead heads={["Column", "Synthetic values", { label: "Why", wide: true }]} />
          <tbody>
            {plan.columns.map((one) => (
              <tr key={one.column}>
                <td>
                  <label className="check-row">
                    <input
                      type="checkbox"
                      className="check"
                      checked={isMade(one)}
                      disabled={isFixed(one)}
                      onChange={({ target }) => turn(one.column, target.checked)}
                    />
                    <span className="name">{one.column}</span>
                  </label>
                </td>
                <td className="t2">{isMade(one) ? treatmentWords[one.how] : "left out"}</td>
                <td className="t2 wrap wide">
                  {one.column === plan.fitted.split && draft.output === "alone"
                    ? "All rows that are made are like training rows: it is left out."
                    : one.why}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
