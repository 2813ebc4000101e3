import * as z from "zod";
import { AppError, type ErrorCode } from "@/lib/errors";
import { faultOf } from "./fault";

const statusOf: Record<ErrorCode, number> = {
  INVALID: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  EXISTS: 409,
  NOT_OFFERED: 404,
  TOO_LARGE: 413,
  TOO_MANY: 429,
  UNAVAILABLE: 503,
  TIMEOUT: 504,
  FULL: 507,
  DAMAGED: 500,
};

/** A problem document (RFC 9457), with the code that clients branch on. */
export type Problem = { type: string; title: string; status: number; code: string; detail: string };

/** What a client may see of something thrown; what is no AppError is a bug and says nothing of itself. */
export function problemOf(error: unknown): Problem {
  if (error instanceof z.ZodError) return problem(400, "INVALID", sentenceOf(error));
  const fault = faultOf(error);
  if (fault) return problem(statusOf[fault.code], fault.code, fault.message);
  if (error instanceof AppError) return problem(statusOf[error.code], error.code, error.message);
  if (isFastifyRefusal(error))
    return problem(error.statusCode, error.statusCode === 413 ? "TOO_LARGE" : "INVALID", error.message);
  return problem(500, "INTERNAL", "Something went wrong on our side. It is in the server's log.");
}

function sentenceOf({ issues }: z.ZodError): string {
  return issues
    .map(({ path, message }) => (path.length > 0 ? `${path.join(".")}: ${message}` : message))
    .join("; ");
}

function isFastifyRefusal(error: unknown): error is { statusCode: number; message: string } {
  const status = error instanceof Error && "statusCode" in error ? error.statusCode : null;
  return typeof status === "number" && status >= 400 && status < 500;
}

function problem(status: number, code: string, detail: string): Problem {
  const words = code.toLowerCase().replaceAll("_", " ");
  return {
    type: `/problems/${words.replaceAll(" ", "-")}`,
    title: words[0]!.toUpperCase() + words.slice(1),
    status,
    code,
    detail,
  };
}
