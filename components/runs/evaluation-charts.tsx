import type { RunEvaluation } from "@/lib/runs/evaluation";
import { Confusion } from "./confusion";
import { Curves } from "./curves";

export function EvaluationCharts({ evaluation: { classes, train, test } }: { evaluation: RunEvaluation }) {
  return (
    <section className="sec" aria-labelledby="h-evaluation">
      <div className="sec-head">
        <h2 id="h-evaluation">Evaluation</h2>
      </div>
      <div className="charts">
        <Confusion
          classes={classes}
          counts={test.confusion}
          title={`Test, ${test.rows.toLocaleString("en")} rows`}
        />
        <Confusion
          classes={classes}
          counts={train.confusion}
          title={`Training, ${train.rows.toLocaleString("en")} rows`}
        />
      </div>
      {test.roc && test.precisionRecall ? (
        <Curves
          runs={[
            { name: "test", place: 0, roc: test.roc, precisionRecall: test.precisionRecall },
            ...(train.roc && train.precisionRecall
              ? [{ name: "train", place: 1, roc: train.roc, precisionRecall: train.precisionRecall }]
              : []),
          ]}
        />
      ) : null}
    </section>
  );
}
