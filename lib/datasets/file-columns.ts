import { AppError } from "@/lib/errors";

/** A column that is the same in all rows of a file: its values by file, as text, and what they all are. */
export type FileColumn = { name: string; type: "integer" | "date" | "text"; values: (string | null)[] };

/** What Hive and Spark write for a value that is missing. */
const missingFolder = "__HIVE_DEFAULT_PARTITION__";
const whole = /^-?(0|[1-9]\d{0,14})$/;
const day = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/**
 * Columns that the folders of files stand for, such as year=2022/, in the order of the folders.
 *
 * @param paths the files by their paths in the archive
 * @throws {AppError} INVALID for files that lie in folders of other names
 */
export function folderColumns(paths: readonly string[]): FileColumn[] {
  const [first, ...others] = paths.map((path) => ({ path, folders: foldersOf(path) }));
  const namesOf = ({ folders }: typeof first & object) => folders.map(({ name }) => name).join(", ");
  for (const other of others)
    if (namesOf(other) !== namesOf(first!))
      throw new AppError(
        "INVALID",
        `The folders of ${other.path} name ${namesOf(other) || "nothing"}, those of ${first!.path} ` +
          `${namesOf(first!) || "nothing"}. Files of one table lie in the same folders.`,
      );
  return (first?.folders ?? []).map(({ name }, i) => {
    const values = [first!, ...others].map(({ folders }) => folders[i]!.value);
    return { name, type: typeOf(values), values };
  });
}

function foldersOf(path: string): { name: string; value: string | null }[] {
  return path
    .split("/")
    .slice(0, -1)
    .flatMap((part) => {
      const at = part.indexOf("=");
      if (at < 1) return [];
      const value = part.slice(at + 1);
      return [{ name: decoded(part.slice(0, at)), value: value === missingFolder ? null : decoded(value) }];
    });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign that begins no escape stands for itself
  }
}

function typeOf(values: readonly (string | null)[]): FileColumn["type"] {
  const present = values.filter((value) => value !== null);
  if (present.length === 0) return "text";
  if (present.every((value) => whole.test(value))) return "integer";
  return present.every((value) => day.test(value)) ? "date" : "text";
}

/** Refuses a column that is added and whose name is taken. @throws {AppError} INVALID */
export function requireFree(names: readonly string[], added: readonly FileColumn[]): void {
  const taken = new Set(names.map((name) => name.toLowerCase()));
  for (const { name } of added) {
    if (taken.has(name.toLowerCase()))
      throw new AppError(
        "INVALID",
        `A column ${name} is in the files already. Give the column that is added another name.`,
      );
    taken.add(name.toLowerCase());
  }
}
