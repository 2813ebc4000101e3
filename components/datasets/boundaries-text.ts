/** Places where columns begin, as they are typed in: `4, 12, 20`. */
export function boundariesText(boundaries: readonly number[]): string {
  return boundaries.join(", ");
}

/** Places as they were typed in; null where they are no ascending whole numbers from 1. */
export function parseBoundaries(text: string): number[] | null {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== "");
  const places = parts.map(Number);
  const isAscending = places.every((at, i) => at > (places[i - 1] ?? 0));
  return places.length > 0 && parts.every((part) => /^\d{1,6}$/.test(part)) && isAscending ? places : null;
}

/** The places with one more, or without it where it is one of them. */
export function toggledBoundary(boundaries: readonly number[], at: number): number[] {
  if (boundaries.includes(at)) return boundaries.filter((other) => other !== at);
  return [...boundaries, at].sort((a, b) => a - b);
}
