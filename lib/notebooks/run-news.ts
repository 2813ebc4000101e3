import { counted, duration } from "@/lib/format";
import type { CellState } from "./cell-state";

/** A run that ended, of the cell with a number. */
export type RunEnd = { number: number; state: CellState };

/** So many runs are told one by one; of more only how many ended how. */
const toldEach = 3;

/** What is said to who listens when runs have ended, such as "Cell 3 done in 40 ms."; empty for none. */
export function runNews(ends: readonly RunEnd[]): string {
  if (ends.length <= toldEach) return ends.map(sentence).join(" ");
  const count = (status: CellState["status"]) => ends.filter(({ state }) => state.status === status).length;
  const [done, failed, stopped] = [count("done"), count("failed"), count("stopped")];
  const parts = [
    `${counted(done, "cell")} done`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(stopped > 0 ? [`${stopped} stopped`] : []),
  ];
  return `${parts.join(", ")}.`;
}

function sentence({ number, state: { status, milliseconds, error, late } }: RunEnd): string {
  const cell = `Cell ${number}`;
  if (status === "failed") return `${cell} failed: ${ended(error?.message ?? "")}`;
  if (status === "stopped") return `${cell} stopped.`;
  if (late.count > 0) return `${cell} failed later: ${ended(late.first[0]?.message ?? "")}`;
  return milliseconds === null ? `${cell} done.` : `${cell} done in ${duration(milliseconds)}.`;
}

/** A message as a sentence, as long as one listens to. */
function ended(message: string): string {
  const line = message.split("\n")[0]!.slice(0, 200);
  return /[.!?…]$/.test(line) ? line : `${line}.`;
}
