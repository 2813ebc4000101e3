/** A time as SQLite keeps it and PostgreSQL reads it: ISO 8601, UTC, milliseconds. */
export function dateText(date: Date): string {
  return date.toISOString().replace("Z", "+00:00");
}
