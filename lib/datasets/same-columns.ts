import { AppError } from "@/lib/errors";

/**
 * Refuses a file that cannot stand behind another one as one table: as many columns of the same names in the
 * same order are asked for.
 *
 * @param firstFile the name of the file that decides
 * @param noun what is compared: names, or whatever else must agree
 * @throws {AppError} INVALID with the first difference
 */
export function requireSameColumns(
  firstFile: string,
  first: readonly string[],
  own: readonly string[],
  noun = "column",
): void {
  const length = Math.max(first.length, own.length);
  const at = Array.from({ length }).findIndex((_, i) => first[i] !== own[i]);
  if (at === -1) return;
  const shown = (value: string | undefined) => (value === undefined ? "none" : `“${value.slice(0, 100)}”`);
  throw new AppError(
    "INVALID",
    `${noun} ${at + 1} is ${shown(own[at])} here and ${shown(first[at])} in ${firstFile}. ` +
      "Files of one table have the same columns; upload others one by one.",
  );
}
