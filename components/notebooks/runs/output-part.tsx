import { counted, integer } from "@/lib/format";
import type { OutputPart } from "@/lib/notebooks/output-parts";
import { MarkupFrame } from "./markup-frame";

/** Something that a cell showed, as it was kept. */
export function OutputPartView({ part, label }: { part: OutputPart; label: string }) {
  switch (part.kind) {
    case "text":
      return <pre className="value">{withCut(part)}</pre>;
    case "printed":
      return <pre className={part.stream === "stderr" ? "value bad" : "value"}>{withCut(part)}</pre>;
    case "markup":
      return <MarkupFrame markup={part.text} label={label} />;
    case "picture":
      return <img className="kept-picture" src={`data:${part.mime};base64,${part.base64}`} alt={label} />;
    case "table":
      return <KeptTable part={part} label={label} />;
    case "error":
      return (
        <pre className="value bad">
          {`${part.name}: ${part.message}${part.line === null ? "" : ` (line ${part.line})`}`}
        </pre>
      );
    case "note":
      return <p className="out-foot">{part.text}</p>;
  }
}

function withCut({ text, cut }: { text: string; cut: number }): string {
  return cut === 0 ? text : `${text}\n… and ${integer(cut)} characters more`;
}

function KeptTable({ part, label }: { part: Extract<OutputPart, { kind: "table" }>; label: string }) {
  const { columns, rows, total } = part;
  return (
    <>
      <div className="scroll kept-table" role="region" aria-label={label} tabIndex={0}>
        <table className="t dense">
          <thead>
            <tr>
              {columns.map(({ name, type }, i) => (
                <th key={i} scope="col" className={isNumber(type) ? "r" : undefined}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                {row.map((text, at) => (
                  <td key={at} className={isNumber(columns[at]?.type) ? "r num" : undefined}>
                    {text ?? <span className="t3">missing</span>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="out-foot">
        {rows.length < total ? `The first ${integer(rows.length)} of ` : ""}
        {counted(total, "row")}, {counted(columns.length, "column")}
      </p>
    </>
  );
}

const isNumber = (type: string | undefined) => type === "number" || type === "bigint";
