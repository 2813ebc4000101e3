import { ErrorNote } from "@/components/ui/error-note";
import { TableHead } from "@/components/ui/table-head";
import type { SynthesisPlan } from "@/lib/datasets/synthetic/plan";
import { integer } from "@/lib/format";
import { limits } from "@/lib/limits";
import { rowsOfClass, type SyntheticDraft } from "./synthetic-draft";

type Props = {
  draft: SyntheticDraft;
  change: (some: Partial<SyntheticDraft>) => void;
  answer: { value: SynthesisPlan | null; error: string | null };
};

/** The classes of a column with the rows that are learned from, and how many of each are made. */
export function SyntheticClasses({ draft, change, answer: { value: plan, error } }: Props) {
  if (error) return <ErrorNote message={error} />;
  if (!plan)
    return (
      <p className="t3" role="status" aria-busy="true">
        Counting classes …
      </p>
    );
  const { classes, values, leastRows } = plan;
  if (!classes)
    return (
      <ErrorNote
        message={
          `${draft.classColumn} has ${integer(values ?? 0)} different values; ` +
          `classes may be at most ${limits.syntheticClasses}.`
        }
      />
    );
  return (
    <section className="sec" aria-labelledby="h-classes">
      <div className="sec-head">
        <h2 id="h-classes">Classes of {draft.classColumn}</h2>
        <span className="t3 s12">proposed: all as large as the largest</span>
      </div>
      <div className="scroll" role="region" aria-label="Classes" tabIndex={0}>
        <table className="t">
          <caption className="sr">Classes</caption>
          <TableHead
            heads={[
              "Class",
              { label: "Rows learned from", right: true },
              { label: "Synthetic rows", right: true },
            ]}
          />
          <tbody>
            {classes.map((one) => (
              <tr key={one.value}>
                <td className="name">
                  {one.value === "" ? <span className="t3">empty text</span> : one.value}
                </td>
                <td className="r">{integer(one.rows)}</td>
                <td className="r">
                  {one.rows < leastRows ? (
                    <span className="t3">none: fewer than {leastRows} rows</span>
                  ) : (
                    <input
                      className="input num ml-auto w-28"
                      type="number"
                      min={0}
                      required
                      aria-label={`Synthetic rows of ${one.value}`}
                      value={rowsOfClass(draft, one, plan)}
                      onChange={({ target }) =>
                        change({ rowsOf: { ...draft.rowsOf, [one.value]: target.value } })
                      }
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
