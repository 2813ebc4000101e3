import { isUniqueViolation } from "@/lib/errors";

const tries = 5;

/**
 * Retries a write after a unique-key conflict; the second attempt finds the row. Only for writes whose
 * unique keys say "make it or find it".
 */
export async function retryOnUniqueViolation<Result>(write: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      if (!isUniqueViolation(error) || attempt === tries) throw error;
    }
  }
}
