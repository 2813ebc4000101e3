import { isUniqueViolation } from "@/lib/errors";

const tries = 5;

/**
 * Does a write again when somebody else has made a row of the same name in the meantime: what was to be
 * made is then there to be found. Only for writes whose unique keys say "make it or find it".
 */
export async function againWhenMadeMeanwhile<Result>(write: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      if (!isUniqueViolation(error) || attempt === tries) throw error;
    }
  }
}
