import type { CellId } from "@/lib/notebooks/graph";
import { runNews, type RunEnd } from "@/lib/notebooks/run-news";
import type { Session } from "@/lib/notebooks/session";

/**
 * Runs that end within so many milliseconds of each other are told together, and with those that still go on
 * if these end soon: so often it is waited for them.
 */
const [together, patience] = [500, 10];

/** Tells in words which runs ended, many at once as numbers, until the answer is called. */
export function watchRuns(session: Session, tell: (news: string) => void): () => void {
  const seen = new Map<CellId, number>();
  const ends = new Map<CellId, RunEnd>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const countOf = (id: CellId) => session.view(id).state.ends + session.view(id).state.late.count;
  for (const id of session.ids()) seen.set(id, countOf(id));

  const look = () => {
    for (const id of session.ids()) {
      const { number, state } = session.view(id);
      const count = countOf(id);
      const before = seen.get(id) ?? 0;
      seen.set(id, count);
      if (count <= before || state.status === "running") continue;
      ends.set(id, { number, state });
      wait(patience);
    }
  };
  function wait(times: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const goesOn = session.ids().some((id) => session.view(id).state.status === "running");
      if (goesOn && times > 0) return wait(times - 1);
      tell(runNews([...ends.values()].toSorted((a, b) => a.number - b.number)));
      ends.clear();
    }, together);
  }
  const leave = session.subscribe("any", look);
  return () => {
    leave();
    clearTimeout(timer);
  };
}
