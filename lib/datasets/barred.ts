import { AppError } from "@/lib/errors";
import { parseFormula, type Expression } from "./formula";
import { isSameName } from "./mask";

/**
 * Refuses the use of columns that are masked for the reader: what is found, sorted or grouped by a column
 * tells of its values.
 *
 * @param use what would be done with it, such as `rows cannot be sorted by it`
 * @throws {AppError} FORBIDDEN with the first such column
 */
export function requireUnmasked(masked: readonly string[], names: Iterable<string>, use: string): void {
  if (masked.length === 0) return;
  for (const name of names)
    if (masked.some((one) => isSameName(one, name)))
      throw new AppError("FORBIDDEN", `“${name}” is masked for you: ${use}. An owner can say who sees it.`);
}

/** The columns that a formula names. @throws {FormulaError} INVALID for what is none */
export function columnsInFormula(source: string): string[] {
  const names = (tree: Expression): string[] => {
    switch (tree.op) {
      case "column":
        return [tree.name];
      case "unary":
        return names(tree.of);
      case "binary":
        return [...names(tree.left), ...names(tree.right)];
      case "call":
        return tree.of.flatMap(names);
      default:
        return [];
    }
  };
  return names(parseFormula(source));
}
