import type { FirstOf, Metric, Pair } from "./cells";
import type { RunName } from "./columns";

type Firsts<Item> = ReadonlyMap<number, FirstOf<Item>>;

/** Names are listed up to this many, and up to so many characters in all. */
const [namesAtMost, charactersAtMost] = [300, 60_000];

/**
 * The names that runs have among the first of each, by how many runs have them; `more` when there are
 * others that were not looked at or do not fit in the list.
 */
export function runNames(found: { metrics: Firsts<Metric>; params: Firsts<Pair>; tags: Firsts<Pair> }): {
  names: RunName[];
  more: boolean;
} {
  const all = [
    ...namesOf("metric", found.metrics, ({ logged, value }) => [logged, String(value)]),
    ...namesOf("param", found.params, ({ key, value }) => [key, value]),
    ...namesOf("tag", found.tags, ({ key, value }) => [key, value]).filter(
      ({ name }) => !name.startsWith("mlflow."),
    ),
  ].toSorted((a, b) => b.runs - a.runs);
  const names: RunName[] = [];
  let characters = 0;
  for (const one of all) {
    characters += one.name.length;
    if (names.length === namesAtMost || characters > charactersAtMost) break;
    names.push(one);
  }
  const cut = Object.values(found).some((firsts: Firsts<unknown>) =>
    [...firsts.values()].some(({ more }) => more),
  );
  return { names, more: cut || names.length < all.length };
}

function namesOf<Item>(
  kind: RunName["kind"],
  runs: Firsts<Item>,
  read: (item: Item) => [string, string],
): RunName[] {
  const found = new Map<string, { runs: number; first: string; differs: boolean }>();
  for (const { items } of runs.values())
    for (const item of items) {
      const [name, value] = read(item);
      const one = found.get(name);
      if (one) Object.assign(one, { runs: one.runs + 1, differs: one.differs || one.first !== value });
      else found.set(name, { runs: 1, first: value, differs: false });
    }
  return [...found].map(([name, { runs: count, differs }]) => ({
    kind,
    name,
    runs: count,
    differs: differs || count < runs.size,
  }));
}
