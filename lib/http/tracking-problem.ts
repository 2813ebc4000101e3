import { AppError, type ErrorCode } from "@/lib/errors";
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
  const known = error instanceof AppError ? error : refusalOf(error);
  if (known) {
    const { status, error_code } = codes[known.code];
    return { status, body: { error_code, message: known.message } };
  }
  const { status, detail } = problemOf(error);
  return { status, body: { error_code: status < 500 ? "BAD_REQUEST" : "INTERNAL_ERROR", message: detail } };
}

/** What a database says of a value that it cannot read, or of itself when it is away. */
function refusalOf(error: unknown): AppError | null {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/^22\w{3}$/.test(code)) return new AppError("INVALID", "A value of the request cannot be read.");
  if (
    /^(08\w{3}|57P0\d|53300|ECONN\w+|EPIPE|P1001|P1017)$/.test(code) ||
    (error instanceof Error &&
      /Connection terminated|timeout exceeded when trying to connect|the database system is/.test(
        error.message,
      ))
  )
    return new AppError("UNAVAILABLE", "The database does not answer. Nothing was kept; send it again.");
  return null;
}
