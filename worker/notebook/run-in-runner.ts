import type { ChildProcess } from "node:child_process";
import type { CellEnding } from "@/lib/jobs/kinds/notebook";
import type { OutputPart } from "@/lib/notebooks/output-parts";
import { fromRunner, type FromRunner, type ToRunner } from "@/lib/notebooks/runs/runner-protocol";
import { AppError } from "@/lib/errors";

/** How a cell ended, and what it showed. */
export type CellRun = { ending: CellEnding; milliseconds: number; parts: OutputPart[] };
type Asked = Extract<FromRunner, { op: "ask" }>;

/** A cell can say so much while it runs; what floods the channel is ended. */
const messagesAtMost = 1_000_000;

/**
 * Has cells run by a process, and answers what they ask for, one request after the other, so that chance is
 * drawn in the same order each time.
 *
 * @param seconds after so long the process is ended, and cells that have not come to an end are stopped
 * @returns how each cell ended that came to an end, and what the others were stopped by, if anything
 * @throws {AppError} INVALID where the process says what it must not
 */
export async function runInRunner(
  child: ChildProcess,
  order: Extract<ToRunner, { op: "run" }>,
  {
    answer,
    heard,
    seconds,
  }: {
    answer: (request: Asked["request"]) => Promise<Uint8Array>;
    heard: (run: CellRun & { id: number }) => void;
    seconds: number;
  },
): Promise<{ runs: Map<number, CellRun>; stopped: string | null }> {
  const runs = new Map<number, CellRun>();
  let turn = Promise.resolve();
  let messages = 0;
  const reply = (message: ToRunner) => child.connected && child.send(message, () => undefined);
  const answerInTurn = ({ n, request }: Asked) => {
    turn = turn.then(async () => {
      try {
        reply({ op: "reply", n, ok: true, value: await answer(request) });
      } catch (error) {
        reply({ op: "reply", n, ok: false, message: error instanceof Error ? error.message : String(error) });
      }
    });
  };
  return new Promise((resolve, reject) => {
    const end = (stopped: string | null) => {
      clearTimeout(timer);
      child.kill("SIGKILL");
      resolve({ runs, stopped });
    };
    const timer = setTimeout(() => end(`its time of ${seconds} s was up`), seconds * 1_000);
    child.on("message", (data: unknown) => {
      messages += 1;
      const message = fromRunner.safeParse(data);
      if (!message.success || messages > messagesAtMost) {
        end(null);
        return reject(new AppError("INVALID", "A cell wrote into what its runner says, or flooded it."));
      }
      const { data: said } = message;
      if (said.op === "ask") answerInTurn(said);
      else if (said.op === "over") end(null);
      else {
        const { id, state: ending, milliseconds, parts } = said;
        if (!order.cells.some((cell) => cell.id === id)) return;
        runs.set(id, { ending, milliseconds, parts });
        heard({ id, ending, milliseconds, parts });
      }
    });
    child.once("error", reject);
    child.once("exit", (code, signal) =>
      end(
        signal === "SIGABRT" || code === 134
          ? "the cells needed more memory than a run may have"
          : `their process ended (${signal ?? `exit ${code}`})`,
      ),
    );
    child.send(order, (error) => error && reject(error));
  });
}
