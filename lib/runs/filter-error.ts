import { AppError } from "@/lib/errors";

/** Why a filter or an order cannot be read. */
export type FilterFault =
  | { what: "unreadable" }
  | { what: "or" }
  | { what: "entity"; found: string; known: readonly string[] }
  | { what: "attribute"; found: string; known: readonly string[] }
  | { what: "dataset key"; found: string; known: readonly string[] }
  | { what: "operator"; operator: string; kind: string; key: string; known: readonly string[] }
  | { what: "number" | "text"; key: string }
  | { what: "too many"; most: number }
  | { what: "version"; found: string }
  | { what: "mixed versions" }
  | { what: "order" }
  | { what: "twice"; kind: string; key: string };

/** A filter that cannot be read: `at` is the place in `text`, counted from 0, where reading stopped. */
export class FilterError extends AppError {
  readonly fault: FilterFault;
  readonly text: string;
  readonly at: number;

  constructor(fault: FilterFault, { text, at }: { text: string; at: number }) {
    super("INVALID", `Column ${at + 1}: ${sentenceOf(fault, excerpt(text, at, 40))}`);
    this.fault = fault;
    this.text = text;
    this.at = at;
  }
}

/** What stands at a place of a filter, or at its end. */
export function excerpt(text: string, at: number, length: number): string {
  return text.slice(at, at + length) || text.slice(-length);
}

function sentenceOf(fault: FilterFault, found: string): string {
  switch (fault.what) {
    case "unreadable":
      return found.trim() === ""
        ? "the filter ends too early. Write for instance metrics.loss < 0.1 and params.lr = '0.01'."
        : `cannot read "${found}". Write comparisons with AND between them, ` +
            "for instance metrics.loss < 0.1 and params.lr = '0.01'.";
    case "or":
      return "comparisons are joined by AND; there is no OR. For one of several values write IN ('a', 'b').";
    case "entity":
      return `"${fault.found}" is none of ${fault.known.map((kind) => `${kind}s`).join(", ")}.`;
    case "attribute":
      return `runs have no attribute "${fault.found}", but ${fault.known.join(", ")}.`;
    case "dataset key":
      return `datasets have no "${fault.found}", but ${fault.known.join(", ")}.`;
    case "operator":
      return `${fault.key} cannot be compared by ${fault.operator}, but by ${fault.known.join(", ")}.`;
    case "number":
      return `${fault.key} is compared with a number; found "${found}".`;
    case "text":
      return `${fault.key} is compared with text in quotes, such as 'my value'; found "${found}".`;
    case "too many":
      return `a filter has at most ${fault.most} comparisons.`;
    case "version":
      return `data is a version, such as v3 or neo-approaches@v3; "${fault.found}" is not.`;
    case "mixed versions":
      return "write all versions with their dataset, such as neo@v3, or none.";
    case "order":
      return "cannot read what to sort by. Write for instance metrics.loss ASC.";
    case "twice":
      return `${fault.kind} ${fault.key} is sorted by twice.`;
  }
}
