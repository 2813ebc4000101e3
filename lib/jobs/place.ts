import { counted, integer } from "@/lib/format";

/** How many jobs start before one that waits, as things stand: of its own project, and of how many others. */
export type Place = { own: number; others: number; projects: number };

/** A place in the queue in words; other projects are counted, never named. */
export function placeWords({ own, others, projects }: Place): string {
  const ahead = own + others;
  if (ahead === 0) return "Next to start";
  if (others === 0) return `${integer(own)} ahead in this project`;
  const elsewhere = `${integer(others)} of ${counted(projects, "other project")}`;
  return own === 0
    ? `${elsewhere} ahead`
    : `${integer(ahead)} ahead: ${integer(own)} of this project, ${elsewhere}`;
}
