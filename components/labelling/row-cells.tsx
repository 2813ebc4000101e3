export type Cell = { name: string; value: string | number | boolean | null; masked: boolean };
type Props = {
  cells: readonly Cell[];
  units: Readonly<Record<string, string>>;
  descriptions: Readonly<Record<string, string>>;
};

/** A row, one column below the other: exact values, what they are measured in, and what they mean. */
export function RowCells({ cells, units, descriptions }: Props) {
  return (
    <dl className="row-cells">
      {cells.map(({ name, value, masked }, i) => (
        <div key={i}>
          <dt>
            {name}
            {descriptions[name] ? <span className="t3 s12 block">{descriptions[name]}</span> : null}
          </dt>
          <dd className={typeof value === "number" ? "num" : undefined}>
            {value === null ? <span className="t3">{masked ? "masked" : "missing"}</span> : String(value)}
            {value !== null && masked ? <span className="t3"> masked</span> : null}
            {value !== null && units[name] ? <span className="t3"> {units[name]}</span> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
