import type { RunTablePage } from "@/lib/runs/run-table";

const listed = 8;

/** What names of metrics were taken for, and which names nothing has. */
export function FilterNotes({ taken, unknown }: Pick<RunTablePage, "taken" | "unknown">) {
  if (taken.length === 0 && unknown.length === 0) return null;
  return (
    <ul className="filter-notes t3 s12" aria-label="How names were read">
      {unknown.map(({ kind, name, lookedAt }) => (
        <li key={`${kind} ${name}`} className="warn">
          {lookedAt === null
            ? `No run here has the ${kind} ${name}.`
            : `None of the newest ${lookedAt.toLocaleString("en")} runs has the ${kind} ${name}.`}
        </li>
      ))}
      {taken.map(({ name, took, others }) => (
        <li key={name}>
          {name} is {took.length === 1 ? "the metric" : "any of the metrics"} {listOf(took)}
          {others.length > 0 ? `; there is also ${listOf(others)}` : ""}.
        </li>
      ))}
    </ul>
  );
}

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, listed).join(", ");
  return names.length > listed ? `${shown} and ${names.length - listed} more` : shown;
}
