import * as z from "zod";
import { AppError, type Choices, type ErrorCode } from "@/lib/errors";
import { sentenceOfIssues } from "@/lib/issue-words";
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

/** A problem document (RFC 9457), with the code that clients branch on, and what they may choose among. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  choices?: Choices;
};

/** What a client may see of something thrown; what is no AppError is a bug and says nothing of itself. */
export function problemOf(error: unknown): Problem {
  if (error instanceof z.ZodError) return problem(400, "INVALID", sentenceOfIssues(error.issues));
  const fault = faultOf(error);
  if (fault) return problem(statusOf[fault.code], fault.code, fault.message);
  if (error instanceof AppError) {
    const { code, message, choices } = error;
    return { ...problem(statusOf[code], code, message), ...(choices && { choices }) };
  }
  if (isFastifyRefusal(error))
    return problem(error.statusCode, error.statusCode === 413 ? "TOO_LARGE" : "INVALID", refusalOf(error));
  return problem(500, "INTERNAL", "Something went wrong on our side. It is in the server's log.");
}

function isFastifyRefusal(error: unknown): error is Error & { statusCode: number } {
  const status = error instanceof Error && "statusCode" in error ? error.statusCode : null;
  return typeof status === "number" && status >= 400 && status < 500;
}

/** Fastify's refusals in words of ours. */
const refusals: Record<string, string> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "The request is too large.",
  FST_ERR_CTP_EMPTY_JSON_BODY: "The request says that it is JSON, and has no body.",
  FST_ERR_CTP_INVALID_JSON_BODY: "The body is not JSON.",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "Bodies of this content type are not read here.",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "The body is not as long as its header says.",
  FST_ERR_BAD_URL: "The address cannot be read.",
};

function refusalOf(error: Error): string {
  const code = "code" in error ? String(error.code) : "";
  if (error instanceof SyntaxError) return "The body is not JSON.";
  return refusals[code] ?? (/^FST_/.test(code) ? "The request cannot be read." : error.message);
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
