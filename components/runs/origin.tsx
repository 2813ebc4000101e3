import Link from "next/link";
import type { ReactNode } from "react";
import { bytes, duration, integer, significant } from "@/lib/format";
import type { JobRow } from "@/lib/jobs/queries";
import { algorithmWord } from "@/lib/runs/read";
import type { RunHead } from "@/lib/runs/queries";

/** What a client says of itself. */
const clientFacts = [
  ["mlflow.source.name", "Script"],
  ["mlflow.source.git.commit", "Commit"],
  ["mlflow.source.git.branch", "Branch"],
  ["mlflow.user", "User"],
] as const;

type Props = { root: string; run: RunHead; facts: Record<string, string>; job: JobRow | null };

/** Where a run comes from; every line written by the product, none by people. */
export function Origin({ root, run, facts, job }: Props) {
  const {
    dataset,
    split,
    code,
    environment,
    fitMilliseconds,
    millisecondsPerRow,
    modelBytes,
    features,
    left,
    seed,
    by,
  } = run.provenance;
  return (
    <section className="sec" aria-labelledby="h-origin">
      <div className="sec-head">
        <h2 id="h-origin">Origin</h2>
      </div>
      <dl className="dl">
        {run.provenance.algorithm ? <Line name="Algorithm">{algorithmWord(run)}</Line> : null}
        {dataset ? (
          <Line name="Data">
            <Link href={`${root}/data/${encodeURIComponent(dataset.name)}?version=${dataset.version}`}>
              {dataset.name} v{dataset.version}
            </Link>{" "}
            <span className="t3 mono">{dataset.sha256.slice(0, 8)}</span>
          </Line>
        ) : null}
        {split ? (
          <Line name="Split">
            {integer(split.train)} train, {integer(split.test)} test <span className="t3">{split.by}</span>
          </Line>
        ) : null}
        {features ? (
          <Line name="Features">
            {features.length} columns{left && left.length > 0 ? `, ${left.length} left out` : ""}
          </Line>
        ) : null}
        {seed !== undefined ? <Line name="Seed">{seed}</Line> : null}
        {fitMilliseconds !== undefined ? <Line name="Fit">{duration(fitMilliseconds)}</Line> : null}
        {millisecondsPerRow !== undefined ? (
          <Line name="Answer">{significant(millisecondsPerRow, 2)} ms/row</Line>
        ) : null}
        {modelBytes !== undefined ? <Line name="Model">{bytes(modelBytes)}</Line> : null}
        {code ? <Line name="Code">{code}</Line> : null}
        {environment ? (
          <Line name="Machine">
            {[environment.node, environment.platform, environment.cpu].filter(Boolean).join(", ")}
          </Line>
        ) : null}
        {clientFacts.map(([tag, name]) =>
          facts[tag] && !run.jobId ? (
            <Line key={tag} name={name}>
              {facts[tag]}
            </Line>
          ) : null,
        )}
        {by ? <Line name="By">{`${by.name}, ${by.via}`}</Line> : null}
        {job ? (
          <Line name="Job">
            <Link href={`${root}/jobs/${job.id}`}>Log and attempts</Link>
          </Line>
        ) : null}
      </dl>
    </section>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
