import type { FileFormat } from "./engine";
import { formatOf } from "./file-format";
import type { ImportedWith, ImportOptions } from "./import-options";

/** How a file is to be read: the format that the options name, else the one that its name says. */
export function readingOf(fileName: string, options: ImportOptions | undefined): Reading {
  return options ? { format: options.format, options } : { format: formatOf(fileName) };
}
type Reading = { format: FileFormat; options?: ImportOptions };

/** What is kept of how a file was read; `used` is all that was asked for and found out. */
export function importedWith({ format, options }: Reading, used: ImportOptions | undefined): ImportedWith {
  // Without options nothing was asked for: the format is then the one that the bytes have.
  const asked = options ?? { format: used?.format ?? format };
  return { asked, used: used ?? asked };
}
