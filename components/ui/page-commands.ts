/** Something that a page can do now, as a line of the palette. */
export type PageCommand = { label: string; keys: string; act: () => void };

const offered = new Set<() => readonly PageCommand[]>();

/** Offers commands in the palette for as long as a page stands; the answer ends that. */
export function offerCommands(commands: () => readonly PageCommand[]): () => void {
  offered.add(commands);
  return () => void offered.delete(commands);
}

/** What the page can do at this moment. */
export function pageCommands(): PageCommand[] {
  return [...offered].flatMap((commands) => commands());
}
