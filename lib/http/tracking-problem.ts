import { AppError, type ErrorCode } from "@/lib/errors";
import { mlflowSentence } from "@/lib/tracking/mlflow-sentences";
import { faultOf } from "./fault";
import { problemOf } from "./problem";

const codes: Record<ErrorCode, { status: number; error_code: string }> = {
  INVALID: { status: 400, error_code: "INVALID_PARAMETER_VALUE" },
  UNAUTHENTICATED: { status: 401, error_code: "UNAUTHENTICATED" },
  FORBIDDEN: { status: 403, error_code: "PERMISSION_DENIED" },
  NOT_FOUND: { status: 404, error_code: "RESOURCE_DOES_NOT_EXIST" },
  CONFLICT: { status: 400, error_code: "INVALID_STATE" },
  EXISTS: { status: 400, error_code: "RESOURCE_ALREADY_EXISTS" },
  NOT_OFFERED: { status: 404, error_code: "ENDPOINT_NOT_FOUND" },
  TOO_LARGE: { status: 400, error_code: "INVALID_PARAMETER_VALUE" },
  TOO_MANY: { status: 429, error_code: "REQUEST_LIMIT_EXCEEDED" },
  TIMEOUT: { status: 503, error_code: "TEMPORARILY_UNAVAILABLE" },
  UNAVAILABLE: { status: 503, error_code: "TEMPORARILY_UNAVAILABLE" },
  FULL: { status: 503, error_code: "TEMPORARILY_UNAVAILABLE" },
  DAMAGED: { status: 500, error_code: "DATA_LOSS" },
};

/** An error as MLflow's clients read it. @see https://mlflow.org/docs/latest/rest-api.html */
export type TrackingProblem = { status: number; body: { error_code: string; message: string } };

/** What a tracking client may see of something thrown. */
export function trackingProblemOf(error: unknown): TrackingProblem {
  const known = faultOf(error) ?? (error instanceof AppError ? error : refusalOf(error));
  if (known) {
    const { status, error_code } = codes[known.code];
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
