import { cellOfStack } from "./cell-error";
import { valueText } from "./value-text";

/**
 * Hears what the code of cells prints: of each line its cell, whether it is of an error or a warning, and its
 * text.
 *
 * @param isPassedOn whether it is also printed as it would be
 */
export function hearPrinted(
  heard: (cell: number, line: { isBad: boolean; text: string }) => void,
  { isPassedOn }: { isPassedOn: boolean },
): void {
  for (const level of ["log", "info", "warn", "error", "debug"] as const) {
    const before = console[level].bind(console);
    const isBad = level === "warn" || level === "error";
    console[level] = (...values: unknown[]) => {
      if (isPassedOn) before(...values);
      const cell = cellOfStack(new Error().stack);
      if (cell !== null) heard(cell, { isBad, text: values.map(valueText).join(" ") });
    };
  }
}
