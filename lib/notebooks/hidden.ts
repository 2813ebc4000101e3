/** What of a cell is put away: its code, its output, or both. */
export const hiddenParts = ["code", "output", "all"] as const;
export type Hidden = (typeof hiddenParts)[number];

/** A part of a cell that can be put away by itself. */
export type CellPart = "code" | "output";

/** Whether a part of a cell is put away. */
export function isHidden(hidden: Hidden | undefined, part: CellPart): boolean {
  return hidden === part || hidden === "all";
}

/** What is put away of a cell, by its parts; undefined where nothing is. */
export function hiddenFrom(parts: Record<CellPart, boolean>): Hidden | undefined {
  if (parts.code) return parts.output ? "all" : "code";
  return parts.output ? "output" : undefined;
}

/** What is put away of a cell when one part of it is put away, or shown again. */
export function withPart(hidden: Hidden | undefined, part: CellPart, isPut: boolean): Hidden | undefined {
  const now = { code: isHidden(hidden, "code"), output: isHidden(hidden, "output") };
  return hiddenFrom({ ...now, [part]: isPut });
}

/** What is put away of a cell when one part of it is put away, or shown again if it was. */
export function toggled(hidden: Hidden | undefined, part: CellPart): Hidden | undefined {
  return withPart(hidden, part, !isHidden(hidden, part));
}
