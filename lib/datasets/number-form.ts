/** How numbers are written: what stands before their fraction, and between groups of three digits. */
export type NumberForm = { decimal: "." | ","; thousands: "" | "." | "," | " " | "'" };

/** Ways in which a column of numbers with commas and dots may be written. */
export const numberForms: readonly NumberForm[] = [
  { decimal: ".", thousands: "" },
  { decimal: ",", thousands: "" },
  { decimal: ".", thousands: "," },
  { decimal: ",", thousands: "." },
];

const escaped = (mark: string) => (mark === "." ? String.raw`\.` : mark === "'" ? "[’'']" : mark);
const spaces = "[ \u00A0\u202F]";

/**
 * What a number that is written so looks like, as a regular expression of DuckDB inside of a SQL text.
 *
 * @param exponent whether 1e-5 is one too
 */
export function numberPattern({ decimal, thousands }: NumberForm, exponent = true): string {
  const d = escaped(decimal);
  const whole = String.raw`\d+${d}?\d*|${d}\d+`;
  const end = exponent ? String.raw`([eE][-+]?\d+)?` : "";
  return `[-+]?(${whole}${grouped(thousands, String.raw`(${d}\d+)?`)})${end}`;
}

/** What a whole number looks like, as `numberPattern` says of any. */
export function wholePattern(thousands: NumberForm["thousands"]): string {
  return String.raw`[-+]?(\d+${grouped(thousands, "")})`;
}

/**
 * What a number of at most 15 digits looks like whose groups of three are marked or not, without an exponent
 * and without zeros before it, as an expression of DuckDB inside of a SQL text.
 */
export function groupedPattern({ decimal, thousands }: NumberForm, isWhole: boolean): string {
  const d = escaped(decimal);
  const plain = String.raw`0|[1-9]\d*`;
  const marked = grouped(thousands, isWhole ? "" : String.raw`(${d}\d+)?`);
  return isWhole ? `-?(${plain}${marked})` : String.raw`-?((${plain})(${d}\d*)?|${d}\d+${marked})`;
}

function grouped(thousands: NumberForm["thousands"], end: string): string {
  if (thousands === "") return "";
  const t = thousands === " " ? spaces : escaped(thousands);
  return String.raw`|[1-9]\d{0,2}(${t}\d{3})+${end}`;
}

/** The characters that stand between groups of three digits, each as SQL. */
export function numberMarks(thousands: NumberForm["thousands"]): string[] {
  const marks = thousands === " " ? [" ", "\u00A0", "\u202F"] : thousands === "'" ? ["''", "’"] : [thousands];
  return marks.filter((mark) => mark !== "").map((mark) => `'${mark}'`);
}

/** A cell as SQL casts it to a number: without the marks of groups, with a point. */
export function plainNumber(cell: string, { decimal, thousands }: NumberForm): string {
  const joined = numberMarks(thousands).reduce((text, mark) => `replace(${text}, ${mark}, '')`, cell);
  return decimal === "," ? `replace(${joined}, ',', '.')` : joined;
}

/** How numbers of a form are told of, such as “1.234,5”. */
export function numberExample({ decimal, thousands }: NumberForm): string {
  return `1${thousands}234${decimal}5`;
}
