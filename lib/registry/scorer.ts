import type { Asker } from "@/lib/fair-queue";
import type { Signature } from "./mlflow-model";
import type { Answer, Row } from "./predict";

/** Rows for a model, and the file that holds it. */
export type ScoreRequest = { file: string; signature: Signature; rows: readonly Row[] };
/** Answers, and how long the model took for all of them. */
export type Scores = { predictions: Answer[]; milliseconds: number };

/**
 * Asks models in processes of their own, which can be killed: no model, however made,
 * takes the server with it.
 */
export type Scorer = {
  /**
   * @throws {AppError} INVALID for rows or a model that cannot be; TIMEOUT when the model takes too long;
   * CONFLICT when `signal` stops it; TOO_MANY when too many wait; UNAVAILABLE when the process was ended
   */
  score(request: ScoreRequest, asking: { asker: Asker; signal: AbortSignal }): Promise<Scores>;
  stop(): void;
  /** The processes that live, by number. */
  pids(): number[];
};
