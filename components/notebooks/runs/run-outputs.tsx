import Link from "next/link";
import { StatusMark } from "@/components/ui/status-mark";
import { integer } from "@/lib/format";
import type { RanCell, ShownRun } from "@/lib/notebooks/runs/queries";
import { tokensOf } from "../highlight";
import { modeWords } from "../mode-words";
import { OutputPartView } from "./output-part";

type Props = ShownRun & { slug: string; notebook: string };

/** What the cells of a run showed, each below its text; read-only. */
export function RunOutputs({ slug, notebook, run, cells, withheld }: Props) {
  const inputs = Object.entries(run.inputs);
  return (
    <section className="sec" aria-labelledby="h-run">
      <div className="sec-head">
        <h2 id="h-run">Run {integer(run.number)}</h2>
        <StatusMark status={run.status} label />
      </div>
      <p className="t2 s12">
        <Link href={`${notebook}?revision=${run.revision}`}>Revision {integer(run.revision)}</Link>
        {` as ${run.by}, seed ${run.seed}, at ${run.at.toISOString().slice(0, 19).replace("T", " ")} UTC · `}
        <Link href={`/projects/${slug}/jobs/${run.job}`}>Job</Link>
      </p>
      {inputs.length > 0 ? (
        <p className="s12">
          {inputs.map(([name, value]) => (
            <code key={name} className="chip mini mono">{`${name} = ${JSON.stringify(value)}`}</code>
          ))}
        </p>
      ) : null}
      {run.error ? <p className="note bad">{run.error}</p> : null}
      {withheld ? <p className="note">{withheld}</p> : null}
      {cells.map((one, i) => (
        <Cell key={one.cell.id} one={one} number={i + 1} />
      ))}
    </section>
  );
}

function Cell({ one: { cell, ending, milliseconds, parts }, number }: { one: RanCell; number: number }) {
  const code = (
    <pre className="code-lines src" tabIndex={0}>
      {tokensOf(cell.source, cell.mode).map(({ text, kind }, i) => (
        <span key={i} className={kind ?? undefined}>
          {text}
        </span>
      ))}
    </pre>
  );
  return (
    <article className="changed-cell ran-cell" aria-label={`Cell ${number}, ${ending ?? "not run"}`}>
      <p className="row s12">
        <b>Cell {integer(number)}</b>
        <span className="t3">{modeWords[cell.mode]}</span>
        <span className={ending === "failed" ? "bad" : "t3"}>{endingWords(ending, milliseconds)}</span>
      </p>
      {cell.mode === "md" && parts.length > 0 ? (
        <details>
          <summary className="t3 s12">Text</summary>
          {code}
        </details>
      ) : (
        code
      )}
      {parts.map((part, i) => (
        <OutputPartView key={i} part={part} label={`Cell ${number}, output ${i + 1}`} />
      ))}
    </article>
  );
}

function endingWords(ending: string | null, milliseconds: number): string {
  if (ending === null) return "not run yet";
  return ending === "done" || ending === "failed"
    ? `${ending} in ${integer(Math.max(1, Math.round(milliseconds)))} ms`
    : ending;
}
