import type { Permission } from "./permissions";
import type { ScopedKind } from "./access-filter";

/** Something with grants of its own, or something inside of such, as a request names it. */
export type Thing = { by?: Permission } & (
  | { kind: "experiment"; number: number }
  | { kind: "experiment"; name: string }
  | { kind: "run"; uid: string }
  | { kind: "job"; id: string }
  | { kind: "logged-model"; id: string }
  | { kind: "model"; name: string }
);

/** What a request is about: the things that it names, and the kinds that it lists. */
export type About = { things: readonly Thing[]; lists?: ScopedKind | undefined };

/** The texts in a field of a request that may hold one, several or none. */
export function textsIn(value: unknown): string[] {
  return [value].flat().filter((entry): entry is string => typeof entry === "string" && entry !== "");
}
