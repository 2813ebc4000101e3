import * as z from "zod";
import { counted, integer } from "@/lib/format";
import { limits } from "@/lib/limits";

/** Words that stand for a missing cell in a text file; an empty cell is one too. */
export const missingCodes = ["", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "None"] as const;

const count = z.number().int().min(0);
const example = z.string().max(200);
const fileSentences = 50;

/** What reading a file meant for its columns; one without anything to say has no note. */
export const importNoteSchema = z.strictObject({
  /** What there is to say of the file and not of a column, in sentences without an end. */
  file: z.array(z.string().max(1_000)).max(fileSentences).optional(),
  columns: z
    .array(
      z.strictObject({
        column: z.string(),
        /** Missing cells by what stood in them; "" where nothing did. */
        missing: z.record(z.string().max(1_000), count).optional(),
        /** Cells that were infinite or not a number: they are missing. */
        notFinite: count.optional(),
        /** Why a column that looks like numbers or dates was kept as text, digit for digit. */
        kept: z
          .strictObject({
            why: z.enum(["thousands", "day or month", "leading zeros", "digits"]),
            example,
          })
          .optional(),
        /** Cells with more digits than a number keeps, read as the number next to them. */
        rounded: z.strictObject({ count, example }).optional(),
        /** Cells of a spreadsheet by their kind, where a column has several; and a text among them. */
        mixed: z
          .strictObject({ number: count, date: count, boolean: count, text: count, example })
          .optional(),
        /** How its numbers or dates are written, where that is not the plain way. */
        writtenAs: z.string().max(500).optional(),
        /** What the file's row of units says of it. */
        unit: example.optional(),
        /** Cells that do not fit the type that was settled; their rows were left out, or they are missing. */
        failed: z.strictObject({ count, example, rowsLeftOut: z.boolean() }).optional(),
      }),
    )
    .max(limits.datasetColumns),
});
export type ImportNote = z.output<typeof importNoteSchema>;
export type ColumnNote = ImportNote["columns"][number];
export type KeptAsText = NonNullable<ColumnNote["kept"]>["why"];

const reasons: Record<KeptAsText, string> = {
  thousands: "its commas or dots may be decimal or group thousands",
  "day or month": "its dates may begin with the day or the month",
  "leading zeros": "its leading zeros would be lost in numbers",
  digits: "it has more digits than a number keeps",
};

/** A note in sentences, one for each thing that happened to the column. */
export function sentencesOf(note: ColumnNote): string[] {
  const { missing, notFinite, kept, rounded, writtenAs, unit, failed, mixed } = note;
  const codes = Object.entries(missing ?? {}).filter(([, count]) => count > 0);
  const total = codes.reduce((sum, [, count]) => sum + count, 0);
  const parts = codes.map(([code, count]) => `${integer(count)} ${code === "" ? "empty" : `“${code}”`}`);
  return [
    ...(failed ? [failedText(failed)] : []),
    ...(kept ? [`kept as text, such as “${kept.example}”: ${reasons[kept.why]}`] : []),
    ...(total > 0 ? [`${integer(total)} missing: ${parts.join(", ")}`] : []),
    ...(rounded ? [`${integer(rounded.count)} rounded to 17 digits, such as “${rounded.example}”`] : []),
    ...(mixed ? [mixedText(mixed)] : []),
    ...(notFinite ? [`${integer(notFinite)} infinite or not a number, now missing`] : []),
    ...(writtenAs ? [`read as written ${writtenAs}`] : []),
    ...(unit ? [`unit: ${unit}`] : []),
  ];
}

function mixedText({ example, ...kinds }: NonNullable<ColumnNote["mixed"]>): string {
  const parts = Object.entries(kinds).filter(([, count]) => count > 0);
  const text = parts.map(([kind, count]) => counted(count, `${kind} cell`)).join(", ");
  return `holds ${text}${example === "" ? "" : `, such as “${example}”`}`;
}

function failedText({ count, example, rowsLeftOut }: NonNullable<ColumnNote["failed"]>): string {
  const what = rowsLeftOut ? "their rows are left out" : "now missing";
  return `${integer(count)} do not fit the type, such as “${example}”: ${what}`;
}

/** The note of a file from those of its columns and its own sentences; null when there is nothing to say. */
export function noteOf(columns: readonly ColumnNote[], file: readonly string[] = []): ImportNote | null {
  const told = columns.filter((column) => sentencesOf(column).length > 0);
  if (told.length === 0 && file.length === 0) return null;
  const whole = file.slice(0, fileSentences).map((sentence) => sentence.replace(/\.$/, "").slice(0, 1_000));
  return { columns: told, ...(whole.length > 0 ? { file: whole } : {}) };
}

/** A note with what there is to say of the whole file, before anything else that is said of it. */
export function withFileNotes(note: ImportNote | null, said: readonly string[]): ImportNote | null {
  if (said.length === 0) return note;
  const file = [...said, ...(note?.file ?? [])]
    .map((sentence) => sentence.slice(0, 1_000))
    .slice(0, fileSentences);
  return { ...note, file, columns: note?.columns ?? [] };
}
