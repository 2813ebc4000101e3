/** The parts of a project that two keys lead to: G, then the letter. */
export const places: Record<string, { path: string; label: string }> = {
  o: { path: "", label: "Overview" },
  d: { path: "/data", label: "Data" },
  n: { path: "/notebooks", label: "Notebooks" },
  e: { path: "/experiments", label: "Experiments" },
  j: { path: "/jobs", label: "Jobs" },
  m: { path: "/models", label: "Models" },
};

const patience = 1_500;

/** The place that a letter leads to at a time in milliseconds, if G was pressed shortly before it. */
export function placeAfterG(letter: string, now: number, pressedG: number | null) {
  return pressedG !== null && now - pressedG < patience ? places[letter] : undefined;
}
