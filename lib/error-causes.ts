/** Errors within one another that are looked at. */
const depth = 5;

/** What an error says of itself: codes of drivers, databases and systems, and its messages. */
export type Cause = { codes: string[]; message: string };

/**
 * An error and what it wraps, outermost first; drivers, Prisma and the data process wrap in their own ways.
 */
export function causesOf(error: unknown): Cause[] {
  const found: Cause[] = [];
  for (let at = error, i = 0; isObject(at) && i < depth; at = wrappedBy(at), i++) {
    const { code, errno, errcode, originalCode, kind, message, originalMessage } = at;
    const texts = [code, originalCode].filter((value) => typeof value === "string");
    const isSqlite =
      kind === "sqlite" || typeof errcode === "number" || /^\d{1,5}$/.test(String(originalCode));
    const extended = errcode ?? at.extendedCode ?? originalCode;
    const sqlite =
      isSqlite && Number.isInteger(Number(extended)) ? [`sqlite ${Number(extended) & 0xff}`] : [];
    found.push({
      codes: [...texts, ...(typeof errno === "string" ? [errno] : []), ...sqlite],
      message: [message, originalMessage].filter((value) => typeof value === "string").join("\n"),
    });
  }
  return found;
}

function wrappedBy(error: Record<string, unknown>): unknown {
  const meta = isObject(error.meta) ? error.meta : null;
  return error.cause ?? meta?.driverAdapterError;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
