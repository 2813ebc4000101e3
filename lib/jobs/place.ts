import { counted, integer } from "@/lib/format";

/** How many jobs start before one that waits, as things stand: of its own project, and of how many others. */
export type Place = { own: number; others: number; projects: number };

/** A place in the queue in words; other projects are counted, never named. */
export function placeWords({ own, others, projects }: Place): string {
  const ahead = own + others;
  if (ahead === 0) return "Next to start";
  const parts = [
    own > 0 ? `${integer(own)} of this project` : null,
    others > 0 ? `${integer(others)} of ${counted(projects, "other project")}` : null,
  ].filter((part) => part !== null);
  return `${integer(ahead)} ahead: ${parts.join(", ")}`;
}
