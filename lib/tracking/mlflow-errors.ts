import type { ErrorCode } from "@/lib/errors";

/** What MLflow calls each of our errors, and the status that it has there. */
export const mlflowErrors: Record<ErrorCode, { status: number; error_code: string }> = {
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
