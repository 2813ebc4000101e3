import { AppError } from "@/lib/errors";
import { parseFilter, type Comparison, type Grammar } from "@/lib/runs/filter";
import { excerpt, FilterError } from "@/lib/runs/filter-error";
import { parseOrder, type Order } from "@/lib/runs/order";

/** A client's filter. @throws {AppError} INVALID in the words that MLflow's clients know */
export function readFilter(text: string, grammar: Grammar): Comparison[] {
  return inMlflowsWords(() => parseFilter(text, grammar));
}

/** A client's order. @throws {AppError} INVALID in the words that MLflow's clients know */
export function readOrder(clauses: readonly string[], grammar: Grammar): Order[] {
  return inMlflowsWords(() => parseOrder(clauses, grammar));
}

function inMlflowsWords<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof FilterError) throw new AppError("INVALID", sentenceOf(thrown), { cause: thrown });
    throw thrown;
  }
}

function sentenceOf({ fault, text, at }: FilterError): string {
  const found = excerpt(text, at, 40);
  switch (fault.what) {
    case "unreadable":
    case "or":
    case "version":
    case "mixed versions":
      return (
        `Invalid clause(s) in filter string: '${excerpt(text, at, 80)}'. ` +
        "Write comparisons joined by AND, such as metrics.loss < 0.1 AND params.lr = '0.01'."
      );
    case "entity":
      return `Invalid entity type '${fault.found}'. Valid values are ${fault.known.join(", ")}.`;
    case "attribute":
      return `Invalid attribute key '${fault.found}' specified. Valid keys are ${fault.known.join(", ")}.`;
    case "dataset key":
      return `Invalid dataset key '${fault.found}' specified. Valid keys are ${fault.known.join(", ")}.`;
    case "operator":
      return (
        `Invalid comparator '${fault.operator}' for ${fault.kind} '${fault.key}', ` +
        `not one of ${fault.known.join(", ")}.`
      );
    case "number":
      return `Expected numeric value type for '${fault.key}'. Found ${found}`;
    case "text":
      return `Expected a quoted string value for '${fault.key}' (e.g. 'my-value'). Found ${found}`;
    case "too many":
      return `A filter may have at most ${fault.most} comparisons.`;
    case "order":
      return `Invalid order_by clause '${text.slice(0, 100)}'. Could not be parsed.`;
    case "twice":
      return `order_by contains ${fault.kind} ${fault.key} twice.`;
  }
}
