import { AppError } from "@/lib/errors";

/** What is wrong with a formula, and at which of its characters, from 0; its sentence counts from 1. */
export class FormulaError extends AppError {
  readonly at: number;

  constructor(at: number, what: string) {
    super("INVALID", `Formula, character ${at + 1}: ${what}.`);
    this.at = at;
  }
}
