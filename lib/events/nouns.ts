import { rules } from "./facts";

/**
 * The names under which the live stream tells of things, and `reset`:
 * so much has happened that a page is drawn anew.
 */
export const streamNames: readonly string[] = [
  ...new Set([...Object.keys(rules).map((name) => name.split(".")[0]!), "reset"]),
];
