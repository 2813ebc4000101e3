import { AppError } from "./errors";

/** A text as JSON; null where it is none. */
export function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** A text that must be a JSON object. @throws {AppError} INVALID with `otherwise` */
export function jsonObject(text: string, otherwise: string): object {
  const parsed = parsedOrNull(text);
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw new AppError("INVALID", otherwise);
  return parsed;
}
