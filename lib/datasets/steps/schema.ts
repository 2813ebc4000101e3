import * as z from "zod";

/** A column's name. */
export const name = z.string().min(1, "expected a name").max(300, "expected at most 300 characters");
/** Some columns, at least one. */
export const names = z.array(name).min(1, "expected at least one column").max(2_000);
/** A formula as it is typed. */
export const formula = z
  .string()
  .min(1, "expected a formula")
  .max(2_000, "expected at most 2,000 characters");
/** What chance is drawn from. */
export const seed = z
  .number()
  .int("expected a whole number")
  .min(0)
  .max(2 ** 31 - 1);
