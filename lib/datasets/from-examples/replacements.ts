import type { Step } from "../recipe";
import type { Candidate, KnownExample } from "./example";

const most = { find: 20, by: 20, found: 6, value: 200 };

/** Steps that replace a text, or a kind of letters, wherever it stands in a cell. */
export function replacements(known: readonly KnownExample[], column: string): Candidate[] {
  const step = (how: "text" | "pattern", find: string, by: string, cost: number): Candidate => ({
    steps: [{ kind: "replace", columns: [column], how, find, by }],
    column,
    type: "text",
    cost,
  });
  const texts = textsReplaced(known).map(({ find, by }) =>
    step("text", find, by, 1.5 + lengthOf(find) + lengthOf(by)),
  );
  const makes = (find: string, by: string) => (one: KnownExample) =>
    one.value.replaceAll(new RegExp(find, "gu"), by) === one.result;
  const patterns = kinds.flatMap(({ find, cost }) =>
    ["", " ", "-", "_"]
      .filter((by) => known.some(({ value, result }) => value !== result) && known.every(makes(find, by)))
      .map((by) => step("pattern", find, by, cost + (by === "" ? 0 : 0.2))),
  );
  return [...texts, ...patterns];
}

/** What a text costs: letters and digits of one value are rarely in all others. */
function lengthOf(text: string): number {
  return Array.from(text, (one) => (/[\p{L}\p{N}]/u.test(one) ? 0.2 : 0.1)).reduce(
    (sum, one) => sum + one,
    0,
  );
}

const kinds = [
  { find: String.raw`\s+`, cost: 2.2 },
  { find: String.raw`\D+`, cost: 2.3 },
  { find: "[^A-Za-z]+", cost: 2.4 },
  { find: "[^A-Za-z0-9]+", cost: 2.4 },
  { find: "^0+", cost: 2.4 },
  { find: String.raw`\s*\([^)]*\)`, cost: 2.6 },
  { find: String.raw`\s*\[[^\]]*\]`, cost: 2.6 },
];

/**
 * The texts which replaced by another make the result of every example, the shortest first. None begins or
 * ends as what it is replaced by: a shorter one says the same.
 */
function textsReplaced(known: readonly KnownExample[]): { find: string; by: string }[] {
  const [model] = known.filter(({ value, result }) => value !== result);
  if (!model || model.value.length > most.value) return [];
  const { value, result } = model;
  // Digits of a single value are rarely in others.
  const isOnly = new Set(known.map((one) => one.value)).size === 1;
  const found = new Map<string, string>();
  for (let from = 0; from < value.length; from++)
    for (let to = from + 1; to <= Math.min(value.length, from + most.find); to++) {
      const find = value.slice(from, to);
      const times = value.split(find).length - 1;
      const length = find.length + (result.length - value.length) / times;
      const at = value.indexOf(find);
      if (find === value || found.has(find) || !Number.isInteger(length) || length < 0 || length > most.by)
        continue;
      const by = result.slice(at, at + length);
      if (/\d/.test(find) && isOnly) continue;
      const isLonger = by !== "" && (by[0] === find[0] || by.at(-1) === find.at(-1));
      if (isLonger || !known.every((one) => one.value.replaceAll(find, () => by) === one.result)) continue;
      found.set(find, by);
    }
  return [...found]
    .map(([find, by]) => ({ find, by }))
    .toSorted((a, b) => a.find.length - b.find.length)
    .slice(0, most.found);
}

/** Steps that take white space away and change the case of letters. */
export function cleanings(known: readonly KnownExample[], column: string): Candidate[] {
  const bare = (text: string) => text.replaceAll(/\s+/g, "").toLowerCase();
  if (!known.every(({ value, result }) => bare(value) === bare(result))) return [];
  return [undefined, "lower" as const, "upper" as const].flatMap((letters) =>
    [0, 1, 2, 3].flatMap((flags): Candidate[] => {
      if (flags === 0 && !letters) return [];
      const step: Step = {
        kind: "clean-text",
        columns: [column],
        ...(flags & 1 ? { trim: true } : {}),
        ...(flags & 2 ? { spaces: true } : {}),
        ...(letters ? { case: letters } : {}),
      };
      const said = (flags & 1) + (flags >> 1) + (letters ? 1 : 0);
      return [{ steps: [step], column, type: "text", cost: 0.8 + 0.2 * said }];
    }),
  );
}
