import type { Algorithm } from "@/lib/ml/algorithms";

/** The algorithms of the form as they are typed: lists and ranges such as `10, 100` or `1-19`. */
export type AlgorithmDraft = {
  forest: { on: boolean; trees: string; depth: string; leaf: string; features: string };
  tree: { on: boolean; depth: string; leaf: string };
  neighbours: { on: boolean; k: string };
  logistic: { on: boolean; c: string };
};

export const firstDraft: AlgorithmDraft = {
  forest: { on: true, trees: "100", depth: "", leaf: "1", features: "sqrt" },
  tree: { on: false, depth: "4", leaf: "1" },
  neighbours: { on: false, k: "5" },
  logistic: { on: false, c: "1" },
};

type Planned = { ok: true; algorithms: Algorithm[] } | { ok: false; message: string };

/** Every run that the form asks for: each combination of the values in its lists. */
export function expand({ forest, tree, neighbours, logistic }: AlgorithmDraft): Planned {
  try {
    const algorithms: Algorithm[] = [
      ...(forest.on
        ? numbers(forest.trees, "trees").flatMap((trees) =>
            depths(forest.depth).flatMap((depth) =>
              numbers(forest.leaf, "rows in a leaf").map((leaf): Algorithm => ({
                algorithm: "random-forest",
                trees,
                max_depth: depth,
                min_samples_leaf: leaf,
                max_features: featuresOf(forest.features),
                bootstrap: true,
              })),
            ),
          )
        : []),
      ...(tree.on
        ? depths(tree.depth).flatMap((depth) =>
            numbers(tree.leaf, "rows in a leaf").map((leaf): Algorithm => ({
              algorithm: "decision-tree",
              max_depth: depth,
              min_samples_leaf: leaf,
            })),
          )
        : []),
      ...(neighbours.on
        ? numbers(neighbours.k, "k").map((k): Algorithm => ({ algorithm: "nearest-neighbours", k }))
        : []),
      ...(logistic.on
        ? decimals(logistic.c, "C").map((c): Algorithm => ({
            algorithm: "logistic-regression",
            c,
            max_iterations: 100,
          }))
        : []),
    ];
    if (algorithms.length === 0) return { ok: false, message: "Choose at least one algorithm." };
    return algorithms.length > 200
      ? { ok: false, message: `That is ${algorithms.length} runs; at most 200 go into one sweep.` }
      : { ok: true, algorithms };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/** Whole numbers of a list such as `10, 100, 1-19`. */
function numbers(text: string, what: string): number[] {
  return parts(text).flatMap((part) => {
    const range = part.match(/^(\d+)\s*[-–]\s*(\d+)$/);
    if (range && Number(range[2]) - Number(range[1]) > 1_000)
      throw new Error(`${what}: ${part} is too long a range.`);
    if (range)
      return Array.from({ length: Number(range[2]) - Number(range[1]) + 1 }, (_, i) => Number(range[1]) + i);
    if (!/^\d[\d_]*$/.test(part))
      throw new Error(`${what}: expected whole numbers such as 10, 100 or 1-19, found "${part}".`);
    return [Number(part.replaceAll("_", ""))];
  });
}

function depths(text: string): (number | null)[] {
  return text.trim() === "" ? [null] : numbers(text, "depth");
}

function decimals(text: string, what: string): number[] {
  return parts(text).map((part) => {
    if (!(Number(part) > 0)) throw new Error(`${what}: expected numbers above 0, found "${part}".`);
    return Number(part);
  });
}

function parts(text: string): string[] {
  return text.split(/[,;\s]+/).filter(Boolean);
}

function featuresOf(text: string): "sqrt" | "log2" | "all" | number {
  return text === "sqrt" || text === "log2" || text === "all" ? text : Number(text);
}
