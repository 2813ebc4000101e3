/** Names are compared up to this length, so that a long one costs no more than it should. */
const compared = 60;

/**
 * The name nearest to one that is not known, or null where none is near: another case, or as many changed
 * letters as a slip of the hand makes (one in three, three at most).
 */
export function near(wrong: string, names: readonly string[]): string | null {
  const allowed = Math.min(3, Math.floor(wrong.length / 3));
  const asked = wrong.toLowerCase();
  let best: { name: string; distance: number } | null = null;
  for (const name of names) {
    if (Math.abs(name.length - wrong.length) > allowed || name === wrong) continue;
    const distance = distanceOf(asked, name.toLowerCase());
    if (distance <= allowed && (!best || distance < best.distance)) best = { name, distance };
  }
  return best?.name ?? null;
}

/**
 * How many letters are put in, left out, changed or swapped between two names.
 * @see https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance (optimal string alignment)
 */
function distanceOf(left: string, right: string): number {
  const [a, b] = [left.slice(0, compared), right.slice(0, compared)];
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = last[j - 1]! + Number(a[i - 1] !== b[j - 1]);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2]! + 1 : Infinity;
      row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, changed, swapped));
    }
    [before, last] = [last, row];
  }
  return last[b.length]!;
}
