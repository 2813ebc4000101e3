import { TableHead } from "@/components/ui/table-head";
import type { ColumnReport, Synthesis } from "@/lib/datasets/synthetic/report";
import { counted, fixed, integer } from "@/lib/format";
import { treatmentWords } from "./synthetic-columns";

const percent = (share: number) => `${(share * 100).toFixed(1)}%`;

/** How synthetic rows were made, and how near they are to those that they were made from. */
export function SynthesisReport({ synthesis, source }: { synthesis: Synthesis; source: string }) {
  const { rows, byClass, columns } = synthesis;
  return (
    <div className="body">
      <section className="sec" aria-labelledby="h-synthesis">
        <div className="sec-head">
          <h2 id="h-synthesis">Synthetic rows</h2>
        </div>
        <dl className="dl">
          <dt>Made</dt>
          <dd>
            {counted(rows.made, "row")} from {source}, seed {synthesis.seed}
            {synthesis.mark === null ? "" : `; marked by ${synthesis.mark}`}
          </dd>
          <dt>Learned from</dt>
          <dd>{fittedWords(synthesis)}</dd>
          {byClass && byClass.classes.length > 0 ? (
            <>
              <dt>Classes of {byClass.column}</dt>
              <dd>{byClass.classes.map((one) => `${one.value} ${integer(one.made)}`).join(", ")}</dd>
            </>
          ) : null}
          <Closeness synthesis={synthesis} />
          <dt>Copies</dt>
          <dd>
            none; {integer(rows.redrawn)} drawn again as they were equal to a row that there is,{" "}
            {integer(rows.dropped)} given up
          </dd>
        </dl>
        <details className="mt-3">
          <summary>Closeness of {counted(columns.length, "column")}</summary>
          <ColumnDistances columns={columns} />
        </details>
      </section>
    </div>
  );
}

function fittedWords({ fitted: { rows, of, split } }: Synthesis): string {
  if (split === null) return `all ${integer(of)} rows: there was no split`;
  return `the ${integer(rows)} training rows of ${integer(of)}, by ${split}`;
}

function Closeness({ synthesis: { columns, correlation, nearest, byClass } }: { synthesis: Synthesis }) {
  const farthest = columns
    .filter(({ distance }) => distance !== null)
    .toSorted((a, b) => b.distance! - a.distance!)[0];
  const where = byClass ? ", the largest of the classes" : "";
  return (
    <>
      {farthest ? (
        <>
          <dt>Distributions</dt>
          <dd>
            at most {fixed(farthest.distance!, 3)} apart ({farthest.column}
            {where})
          </dd>
        </>
      ) : null}
      {correlation ? (
        <>
          <dt>Correlations</dt>
          <dd>
            at most {fixed(correlation.largest, 3)} apart ({correlation.columns.join(" and ")}
            {where})
          </dd>
        </>
      ) : null}
      {nearest ? (
        <>
          <dt>Nearest rows</dt>
          <dd>
            {percent(nearest.nearer)} nearer to a row that there is than those typically are to each other;
            half, where they are alike
            {nearest.rows < nearest.of || nearest.against < nearest.againstOf ? (
              <span className="t3">
                {" "}
                (a sample: {integer(nearest.rows)} of {integer(nearest.of)} rows against{" "}
                {integer(nearest.against)} of {integer(nearest.againstOf)})
              </span>
            ) : null}
          </dd>
        </>
      ) : null}
    </>
  );
}

const measures = { ks: "Kolmogorov-Smirnov", tv: "total variation" } as const;

function ColumnDistances({ columns }: { columns: readonly ColumnReport[] }) {
  return (
    <div className="scroll" role="region" aria-label="Closeness of columns" tabIndex={0}>
      <table className="t">
        <caption className="sr">Closeness of columns</caption>
        <TableHead
          heads={[
            "Column",
            "Synthetic values",
            { label: "Distance", right: true },
            { label: "Measure", wide: true },
            { label: "Missing before", right: true, wide: true },
            { label: "Missing after", right: true, wide: true },
          ]}
        />
        <tbody>
          {columns.map(({ column, how, why, measure, distance, missing }) => (
            <tr key={column}>
              <td className="name">{column}</td>
              <td className="t2" title={why}>
                {treatmentWords[how]}
              </td>
              <td className="r">{distance === null ? "–" : fixed(distance, 3)}</td>
              <td className="t2 wide">{measure ? measures[measure] : "–"}</td>
              <td className="r t2 wide">{missing ? percent(missing[0]) : "–"}</td>
              <td className="r t2 wide">{missing ? percent(missing[1]) : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
