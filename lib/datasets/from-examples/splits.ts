import type { Candidate, KnownExample, Names } from "./example";

const most = { parts: 6, separators: 12 };

/** Steps that split at a separator, one part of which is the result; the last part holds all that is left. */
export function splits(known: readonly KnownExample[], { column, into }: Names): Candidate[] {
  const [model] = known;
  if (!model) return [];
  const runs: readonly string[] = model.value.match(/[^\p{L}\p{N}]+/gu) ?? [];
  const separators = [...new Set([...runs, ...runs.flatMap((run) => [...run])])].slice(0, most.separators);
  return separators.flatMap((separator) =>
    Array.from({ length: most.parts }, (_, i) => i + 1).flatMap((count) => {
      if (count === 1) return [];
      const part = partOf(known, separator, count);
      if (part === null) return [];
      const names = Array.from({ length: count }, (_, i) => `${into} ${i + 1}`);
      const cost = 1.8 + 0.2 * (count - 2) + (runs.includes(separator) ? 0.1 : 0.2);
      const steps = [{ kind: "split-text" as const, column, separator, names }];
      return [{ steps, column: names[part]!, type: "text" as const, cost }];
    }),
  );
}

/** Which of so many parts is the result in every example; null where none is. */
function partOf(known: readonly KnownExample[], separator: string, count: number): number | null {
  const all = known.map(({ value }) => {
    const parts = value.split(separator);
    return [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)];
  });
  const fits = (part: number) =>
    known.every(({ value, result }, i) => {
      const isThere = part < count - 1 || value.split(separator).length >= count;
      return isThere && all[i]![part] === result;
    });
  // What is the last but one of two parts is not the third of three as well: only the needed ones are made.
  const found = Array.from({ length: count }, (_, i) => i).find(fits);
  return found !== undefined && found >= count - 2 ? found : null;
}
