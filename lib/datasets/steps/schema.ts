import * as z from "zod";

/** A column's name. */
export const name = z.string().min(1, "expected a name").max(300, "expected at most 300 characters");
/** Some columns, at least one. */
export const names = z.array(name).min(1, "expected at least one column").max(2_000);
/** Some columns, or none. */
export const anyNames = z.array(name).max(2_000);
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
/** A text that a step looks for or writes. */
export const cell = z.string().max(1_000, "expected at most 1,000 characters");
/** A number that is one: neither NaN nor without bound. */
export const finite = z.number("expected a number");
/** Pairs of texts, what is there and what comes of it. */
export const pairs = z
  .array(z.tuple([cell, cell]))
  .min(1, "expected at least one pair")
  .max(5_000);
