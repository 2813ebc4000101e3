import { assetUrl } from "@/components/ui/asset-url";
import type { CellId } from "@/lib/notebooks/graph";
import type { Cell } from "@/lib/notebooks/schema";
import type { Session } from "@/lib/notebooks/session";
import type { Datasets } from "./cell-text";
import type { Answered, Answers, Asked, Question } from "./messages";

/** An answer that comes later than this is not waited for: the editor goes on without. */
const patience = 10_000;

/** Asks about the types of a notebook's cells. */
export type LanguageClient = {
  /**
   * What is answered; null where no answer can be had, as when the connection is gone.
   * @param sent hears the texts that the answer will be about
   */
  ask: <About extends Question["about"]>(
    question: Extract<Question, { about: About }>,
    sent?: (cells: readonly Cell[]) => void,
  ) => Promise<Answers[About] | null>;
  close: () => void;
};

/**
 * A worker of its own for types, begun at the first question, so that a check never delays a run. With each
 * question go the cells that changed since the last one.
 *
 * @param datasets gives what is known of the datasets that cells name; the same object while nothing changes
 */
export function languageClient(
  session: Session,
  datasets: (cells: readonly Cell[]) => Promise<Datasets>,
): LanguageClient {
  let worker: Worker | null = null;
  let asked = 0;
  const known = new Map<CellId, Cell>();
  let sentDatasets: Datasets | null = null;
  const waiting = new Map<number, (value: unknown) => void>();

  function begin(): Worker {
    known.clear();
    sentDatasets = null;
    const begun = new Worker(assetUrl("transpile.js"));
    begun.onmessage = ({ data }: MessageEvent<Answered>) => {
      waiting.get(data.n)?.(data.ok ? data.value : null);
      waiting.delete(data.n);
    };
    return begun;
  }

  return {
    async ask(question, sent) {
      const found = await datasets(session.document().cells);
      worker ??= begin();
      const cells = session.document().cells;
      sent?.(cells);
      const changed = cells.filter((cell) => known.get(cell.id) !== cell);
      for (const cell of changed) known.set(cell.id, cell);
      const n = ++asked;
      const order = session.ids();
      const { definers } = session.graph();
      const python = [...definers.keys()].filter((name) =>
        definers.get(name)!.some((id) => session.cell(id)?.mode === "python"),
      );
      const types = assetUrl("types.json");
      const news = found === sentDatasets ? null : found;
      sentDatasets = found;
      worker.postMessage({ n, question, changed, order, datasets: news, python, types } satisfies Asked);
      return new Promise((resolve) => {
        const timer = setTimeout(() => waiting.delete(n) && resolve(null), patience);
        waiting.set(n, (value) => {
          clearTimeout(timer);
          resolve(value as never);
        });
      });
    },
    close() {
      worker?.terminate();
      worker = null;
      for (const resolve of waiting.values()) resolve(null);
      waiting.clear();
    },
  };
}
