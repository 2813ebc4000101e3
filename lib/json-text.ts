import * as z from "zod";

/**
 * JSON as a parameter of an address carries it, at most `most` characters; `what` it holds, for who sends
 * something else.
 */
export function jsonText(what: string, most = 20_000) {
  return z
    .string()
    .max(most)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: "custom", message: `expected ${what} as JSON` });
        return z.NEVER;
      }
    });
}
