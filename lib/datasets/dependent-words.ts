import { counted, integer } from "@/lib/format";

/** How many things of a kind there are, and the names of the first that the asker may read. */
export type Dependent = { total: number; named: string[] };

/** What would be left without its rows if a dataset, or one of its versions, were deleted. */
export type Dependents = {
  runs: Dependent;
  models: Dependent;
  jobs: Dependent;
  versions: Dependent;
  tasks: Dependent;
};

/** What one of each kind is called, and several where that is more than an s. */
const words: Record<keyof Dependents, [one: string, many?: string]> = {
  runs: ["run"],
  models: ["model version"],
  jobs: ["waiting or running job"],
  versions: ["version made from it", "versions made from it"],
  tasks: ["labelling task"],
};

/** What depends on data, a text for each kind: how many, and in brackets the names that may be told. */
export function dependentTexts(dependents: Dependents): string[] {
  return (Object.keys(words) as (keyof Dependents)[]).flatMap((kind) => {
    const { total, named } = dependents[kind];
    if (total === 0) return [];
    const [one, many] = words[kind];
    const what = many && total > 1 ? `${integer(total)} ${many}` : counted(total, one);
    const more = total - named.length;
    const list = more > 0 && named.length > 0 ? [...named, `${integer(more)} more`] : named;
    return [list.length > 0 ? `${what} (${list.join(", ")})` : what];
  });
}
