import { AppError } from "@/lib/errors";
import type { Part } from "./unpack";

/** Reads a file of an archive: what is wrong is said with its name. */
export async function inPart<Result>({ name }: Part, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof AppError) || name === "") throw error;
    throw new AppError(error.code, `${name}: ${error.message}`);
  }
}
