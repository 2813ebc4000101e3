import * as z from "zod";
import { limits } from "@/lib/limits";

const depth = z.number().int().min(1).max(200).nullable().default(null);
const minLeaf = z.number().int().min(1).max(100_000).default(1);

/** Algorithms and their parameters, with the names and defaults that data scientists know. */
export const algorithmSchema = z.discriminatedUnion("algorithm", [
  z.strictObject({
    algorithm: z.literal("random-forest"),
    trees: z.number().int().min(1).max(limits.forestTrees).default(100),
    max_depth: depth,
    min_samples_leaf: minLeaf,
    max_features: z.union([z.enum(["sqrt", "log2", "all"]), z.number().int().min(1)]).default("sqrt"),
    bootstrap: z.boolean().default(true),
  }),
  z.strictObject({ algorithm: z.literal("decision-tree"), max_depth: depth, min_samples_leaf: minLeaf }),
  z.strictObject({
    algorithm: z.literal("nearest-neighbours"),
    k: z.number().int().min(1).max(1_000).default(5),
  }),
  z.strictObject({
    algorithm: z.literal("logistic-regression"),
    c: z.number().positive().max(1e6).default(1),
    max_iterations: z.number().int().min(1).max(1_000).default(100),
  }),
]);
export type Algorithm = z.infer<typeof algorithmSchema>;

/** The algorithm's name in words. */
export const algorithmWords: Record<Algorithm["algorithm"], string> = {
  "random-forest": "random forest",
  "decision-tree": "decision tree",
  "nearest-neighbours": "nearest neighbours",
  "logistic-regression": "logistic regression",
};

/** How many of `width` features a split of a forest may choose from. */
export function featuresPerSplit(wanted: "sqrt" | "log2" | "all" | number, width: number): number {
  const count =
    wanted === "sqrt"
      ? Math.sqrt(width)
      : wanted === "log2"
        ? Math.log2(width)
        : wanted === "all"
          ? width
          : wanted;
  return Math.max(1, Math.min(width, Math.floor(count)));
}

/** A short name for a run, such as `forest-100`. */
export function nameOfAlgorithm(spec: Algorithm): string {
  switch (spec.algorithm) {
    case "random-forest":
      return `forest-${spec.trees}`;
    case "decision-tree":
      return spec.max_depth === null ? "tree" : `tree-${spec.max_depth}`;
    case "nearest-neighbours":
      return `knn-${spec.k}`;
    case "logistic-regression":
      return spec.c === 1 ? "logit" : `logit-${spec.c}`;
  }
}
