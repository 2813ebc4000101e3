import type { Version } from "@/lib/datasets/queries";

type Props = {
  table: Version;
  /** The table's name of a column, by the recipe's. */
  names: Readonly<Record<string, string>>;
  /** Columns of the recipe that the table lacks. */
  absent: string[];
  onNames: (names: Readonly<Record<string, string>>) => void;
};

/** Which columns of a table are those that a recipe knows by other names. */
export function ApplyColumns({ table, names, absent, onNames }: Props) {
  const asked = [...new Set([...Object.keys(names), ...absent])];
  if (asked.length === 0) return null;
  const taken = new Set(Object.values(names));
  const choose = (column: string, chosen: string) => {
    const { [column]: _before, ...others } = names;
    onNames(chosen === "" ? others : { ...others, [column]: chosen });
  };
  return (
    <table className="t" aria-label="Columns of other names">
      <thead>
        <tr>
          <th scope="col">The recipe&apos;s column</th>
          <th scope="col">is, in {table.dataset.name}</th>
        </tr>
      </thead>
      <tbody>
        {asked.map((column) => (
          <tr key={column}>
            <th scope="row">{column}</th>
            <td>
              <select
                className="input"
                aria-label={`Column for ${column}`}
                value={names[column] ?? ""}
                onChange={({ target }) => choose(column, target.value)}
              >
                <option value="">absent</option>
                {table.columns
                  .filter(({ name }) => name === names[column] || !taken.has(name))
                  .map(({ name }) => (
                    <option key={name}>{name}</option>
                  ))}
              </select>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
