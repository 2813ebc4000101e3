/**
 * A column's head: its label, whether it holds numbers, and whether a narrow page leaves it out. An empty
 * label has a name for readers only.
 */
export type Head = string | { label: string; right?: boolean; wide?: boolean; spoken?: boolean };

/** The head of a table, one row. */
export function TableHead({ heads }: { heads: Head[] }) {
  return (
    <thead>
      <tr>
        {heads.map((head) => {
          const { label, right, wide, spoken } =
            typeof head === "string" ? { label: head, right: false, wide: false, spoken: false } : head;
          return (
            <th
              key={label}
              scope="col"
              className={[right ? "r" : "", wide ? "wide" : ""].filter(Boolean).join(" ") || undefined}
            >
              {spoken ? <span className="sr">{label}</span> : label}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
