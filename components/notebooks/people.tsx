import type { CellId } from "@/lib/notebooks/graph";
import type { Present } from "@/lib/notebooks/live-protocol";

/** So many are named; of the others there is a number. */
const named = 4;

type Props = { people: readonly Present[]; numberOf: (cell: CellId) => number | undefined };

/** Who else has the notebook open, and in which cell they are. */
export function People({ people, numberOf }: Props) {
  if (people.length === 0) return null;
  return (
    <ul className="nb-people" aria-label="Also here">
      {people.slice(0, named).map(({ id, name, hue, cell }) => {
        const number = cell === null ? undefined : numberOf(cell);
        return (
          <li key={id} className="chip" style={{ borderColor: `var(--chart-${hue + 1})` }}>
            {name}
            {number === undefined ? null : <span className="t3"> · cell {number}</span>}
          </li>
        );
      })}
      {people.length > named ? <li className="t3 s12">and {people.length - named} more</li> : null}
    </ul>
  );
}
