import { literal } from "../steps/step";

/** What trim takes away: all that Unicode calls white space, and the byte order mark. */
export const spaces =
  " \t\n\u000b\f\r\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a" +
  "\u2028\u2029\u202f\u205f\u3000\ufeff";

/** A text without the white space at both ends, as SQL. */
export function trimmedSql(text: string): string {
  return `trim(${text}, ${literal(spaces)})`;
}

/** The same of a text. */
export function trimmed(t: string): string {
  let [start, end] = [0, t.length];
  while (start < end && spaces.includes(t[start]!)) start++;
  while (end > start && spaces.includes(t[end - 1]!)) end--;
  return t.slice(start, end);
}
