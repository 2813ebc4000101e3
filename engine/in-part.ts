import { AppError } from "@/lib/errors";
import type { Part } from "./unpack";

/** Reads a file of an archive: what is wrong is said with its name. */
export async function inPart<Result>({ name }: Part, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof AppError) || name === "") throw error;
    throw new AppError(error.code, `${name}: ${error.message}`, { choices: error.choices });
  }
}

/** How many items were read of a file so far. */
export type Counted = { name: string; rows: number };

/**
 * What is read of several files, one behind the other; what is wrong is said with the file's name. What was
 * read of each is counted.
 */
export async function* eachInPart<Item>(
  parts: readonly Part[],
  read: (part: Part) => AsyncIterable<Item>,
  counts: Counted[],
): AsyncGenerator<Item> {
  for (const part of parts) {
    const count = { name: part.name, rows: 0 };
    counts.push(count);
    const items = read(part)[Symbol.asyncIterator]();
    for (;;) {
      const next = await inPart(part, () => items.next());
      if (next.done) break;
      count.rows += 1;
      yield next.value;
    }
  }
}
