import { AppError } from "./errors";

/**
 * Refuses text that no database keeps as it is: one with a NUL character, or with half of a surrogate pair.
 * Looks at every text and name in `value`, at any depth; `path` says where it stands in the request.
 *
 * @throws {AppError} INVALID naming the place
 */
export function requireKeepable(value: unknown, path = ""): void {
  if (typeof value === "string") requireText(value, path);
  else if (Array.isArray(value)) value.forEach((entry, i) => requireKeepable(entry, join(path, String(i))));
  else if (typeof value === "object" && value !== null)
    for (const [key, entry] of Object.entries(value)) {
      requireText(key, path);
      requireKeepable(entry, join(path, key));
    }
}

/** The same text with a mark in place of each character that no database keeps. */
export function keepableText(text: string): string {
  return text.replaceAll("\0", "\uFFFD").toWellFormed();
}

function requireText(text: string, path: string): void {
  if (!text.includes("\0") && text.isWellFormed()) return;
  const what = text.includes("\0") ? "a NUL character" : "half of a character";
  throw new AppError("INVALID", `${path ? `${path}: ` : ""}${what} cannot be kept. Take it out.`);
}

function join(path: string, part: string): string {
  return path ? `${path}.${part}` : part;
}
