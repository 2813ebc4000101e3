import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import type { JsonEnvelope, JsonList } from "./json-lists";
import { listing } from "./listing";

const shown = 5;

/**
 * The list whose objects are the rows of a JSON file: the one that was asked for, or the only one.
 *
 * @param path what was asked for, as a JSON Pointer
 * @throws {AppError} INVALID when there is none, or several and none was asked for; with their places
 */
export function rowsListOf({ lists }: JsonEnvelope, path: string | undefined): JsonList {
  const filled = lists.filter(({ objects }) => objects > 0);
  if (path !== undefined) {
    const asked = lists.find((list) => list.path === path);
    if (asked && asked.items > 0) return asked;
    const where = asked ? "is empty" : "is not in the file";
    throw new AppError("INVALID", `The list ${nameOf(path)} ${where}. ${placesOf(filled)}`);
  }
  if (filled.length === 1) return filled[0]!;
  if (filled.length > 1)
    throw new AppError(
      "INVALID",
      `The file holds several lists of objects. Say which one by the option path. ${placesOf(filled)}`,
      { choices: { format: "json", option: "path", values: filled.map((list) => list.path).slice(0, 100) } },
    );
  if (lists.length > 0 && lists.every(({ items }) => items === 0))
    throw new AppError("INVALID", "The list in the file is empty: there are no rows.");
  throw new AppError(
    "INVALID",
    "The file is JSON without a list of objects, such as [{…}, {…}]. Write its rows as objects in one list.",
  );
}

/** What a JSON file holds beside the list that is read, in sentences; nothing where there is nothing. */
export function saidOfEnvelope({ lists, envelope }: JsonEnvelope, path: string): string[] {
  const others = lists.filter((list) => list.path !== path && list.items > 0);
  const values = leavesOf(envelope, "").filter((leaf) => !lists.some((list) => list.path === leaf));
  const left = [...others.map((list) => list.path), ...values];
  if (path === "" && left.length === 0) return [];
  return [
    `Rows are the list ${nameOf(path)}`,
    ...(left.length > 0
      ? [
          `${integer(left.length)} other ${left.length === 1 ? "value" : "values"} not read: ` +
            listing(left, shown),
        ]
      : []),
  ];
}

function leavesOf(value: unknown, path: string): string[] {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) =>
    leavesOf(inner, `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`),
  );
}

function placesOf(lists: readonly JsonList[]): string {
  if (lists.length === 0) return "It holds no list of objects.";
  const places = lists.map(
    ({ path, items }) => `${nameOf(path)} (${integer(items)} ${items === 1 ? "item" : "items"})`,
  );
  return `There are ${listing(places, shown)}.`;
}

function nameOf(path: string): string {
  return path === "" ? "of the file itself" : path;
}
