import type { Dictionary } from "./dictionary";
import type { Validation } from "./expectations";
import type { ImportNote } from "./import-note";
import type { ImportedWith, ImportOptions } from "./import-options";
import { isSameName } from "./mask";
import type { Step } from "./recipe";
import type { Shown } from "./shown";
import { synthesisShown, type Synthesis } from "./synthetic/report";

/** What a version says beside its rows, for a reader for whom some columns are masked. */
type Said = {
  dictionary: Dictionary;
  importNote: ImportNote | null;
  importedWith: ImportedWith | null;
  validation: Validation | null;
  recipe: Step[] | null;
  synthesis: Synthesis | null;
};

/**
 * Leaves out what tells of the values of masked columns. Only what is said of columns that the reader sees
 * stays: a name that is not among them may be made of masked values.
 */
export function withoutMasked(said: Said, { columns, hiddenSteps }: Shown): Said {
  const seen = columns.filter(({ mask }) => mask === null).map(({ name }) => name);
  const isSeen = (name: string) => seen.some((one) => isSameName(one, name));
  const { dictionary, importNote, importedWith, validation, recipe, synthesis } = said;
  return {
    dictionary: dictionaryShown(dictionary, columns, isSeen),
    importNote: importNote && { columns: importNote.columns.filter(({ column }) => isSeen(column)) },
    importedWith: importedWith && {
      asked: readingShown(importedWith.asked, isSeen),
      used: readingShown(importedWith.used, isSeen),
    },
    validation: validation && validationShown(validation, isSeen),
    recipe: recipe && recipe.filter((_, i) => !hiddenSteps.has(i)),
    synthesis: synthesis && synthesisShown(synthesis, seen),
  };
}

/** Entries of masked columns keep their meaning, and lose what is said of values. */
function dictionaryShown(
  dictionary: Dictionary,
  columns: Shown["columns"],
  isSeen: (name: string) => boolean,
): Dictionary {
  return dictionary.flatMap((entry) => {
    if (isSeen(entry.name)) return [entry];
    const { name, unit, role } = entry;
    if (!columns.some((column) => isSameName(column.name, name))) return [];
    return [{ name, ...(unit === undefined ? {} : { unit }), ...(role === undefined ? {} : { role }) }];
  });
}

function readingShown(options: ImportOptions, isSeen: (name: string) => boolean): ImportOptions {
  const { columns, ...rest } = options;
  return (columns ? { ...rest, columns: columns.filter(({ name }) => isSeen(name)) } : rest) as ImportOptions;
}

function validationShown({ rows, checks }: Validation, isSeen: (name: string) => boolean): Validation {
  return {
    rows,
    checks: checks
      .filter(({ column }) => isSeen(column))
      .map((check) => ({
        ...check,
        rows: check.rows.map((row) => ({
          ...row,
          key: Object.fromEntries(Object.entries(row.key).filter(([name]) => isSeen(name))),
        })),
      })),
  };
}
