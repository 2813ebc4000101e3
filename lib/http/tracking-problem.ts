import { AppError, type ErrorCode } from "@/lib/errors";
import { mlflowErrors } from "@/lib/tracking/mlflow-errors";
import { mlflowSentence } from "@/lib/tracking/mlflow-sentences";
import { faultOf } from "./fault";
import { problemOf, type Problem } from "./problem";

/** An error as MLflow's clients read it. @see https://mlflow.org/docs/latest/rest-api.html */
export type TrackingProblem = { status: number; body: { error_code: string; message: string } };

/**
 * A refusal before anybody knows who is asked: a problem document that MLflow's clients can read as well.
 *
 * @param detail a sentence that the caller can act on
 */
export function problemForBoth(code: ErrorCode, detail: string): Problem & TrackingProblem["body"] {
  return {
    ...problemOf(new AppError(code, detail)),
    error_code: mlflowErrors[code].error_code,
    message: detail,
  };
}

/** What a tracking client may see of something thrown. */
export function trackingProblemOf(error: unknown): TrackingProblem {
  const known = faultOf(error) ?? (error instanceof AppError ? error : refusalOf(error));
  if (known) {
    const { status, error_code } = mlflowErrors[known.code];
    return { status, body: { error_code, message: mlflowSentence(known) } };
  }
  const { status, detail } = problemOf(error);
  return { status, body: { error_code: status < 500 ? "BAD_REQUEST" : "INTERNAL_ERROR", message: detail } };
}

/** What a database says of a value that it cannot read. */
function refusalOf(error: unknown): AppError | null {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^22\w{3}$/.test(code) ? new AppError("INVALID", "A value of the request cannot be read.") : null;
}
