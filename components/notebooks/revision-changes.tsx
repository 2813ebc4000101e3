import { integer } from "@/lib/format";
import type { CellChange, DocumentChanges, LineChange } from "@/lib/notebooks/document-changes";
import { modeWords } from "./mode-words";

type Props = { number: number; before: number | null; changes: DocumentChanges };

/** What changed in a revision since the one before, cell by cell. */
export function RevisionChanges({ number, before, changes: { title, cells } }: Props) {
  const since = before === null ? "the first" : `since ${integer(before)}`;
  return (
    <section className="sec" aria-labelledby="h-changes">
      <div className="sec-head">
        <h2 id="h-changes">Revision {integer(number)}</h2>
        <span className="t3 s12 num">{since}</span>
      </div>
      {title ? (
        <p className="prose">
          Title: <del>{title.before}</del> <ins>{title.after}</ins>
        </p>
      ) : null}
      {!title && cells.length === 0 ? <p className="t2">Nothing differs.</p> : null}
      {cells.map((cell) => (
        <Changed key={`${cell.kind} ${cell.id}`} cell={cell} />
      ))}
    </section>
  );
}

function Changed({ cell: { number, kind, mode, modeBefore, shown, lines } }: { cell: CellChange }) {
  return (
    <article className="changed-cell" aria-label={`Cell ${number}, ${kind}`}>
      <p className="row s12">
        <b>Cell {integer(number)}</b>
        <span className="chip mini">{kind}</span>
        <span className="t3">
          {modeBefore ? `${modeWords[modeBefore]} before, now ${modeWords[mode]}` : modeWords[mode]}
          {shown ? ` · ${shown}` : ""}
        </span>
      </p>
      {lines.length > 0 ? (
        <pre className="code-lines" tabIndex={0}>
          {lines.map((line, i) => (
            <Line key={i} line={line} />
          ))}
        </pre>
      ) : null}
    </article>
  );
}

function Line({ line }: { line: LineChange }) {
  if (line.kind === "left out") {
    const lines = line.lines === 1 ? "line" : "lines";
    return <span className="t3">{`… ${integer(line.lines)} ${lines} the same\n`}</span>;
  }
  if (line.kind === "same") return <span>{`  ${line.text}\n`}</span>;
  return line.kind === "gone" ? <del>{`- ${line.text}\n`}</del> : <ins>{`+ ${line.text}\n`}</ins>;
}
