import * as z from "zod";

/**
 * JSON as a parameter of an address carries it: at most 20,000 characters; `what` it holds, for who sends
 * something else.
 */
export function jsonText(what: string) {
  return z
    .string()
    .max(20_000)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: "custom", message: `expected ${what} as JSON` });
        return z.NEVER;
      }
    });
}
