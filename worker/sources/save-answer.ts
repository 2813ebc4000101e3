import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import type { IncomingMessage } from "node:http";
import { pipeline } from "node:stream/promises";
import { AppError } from "@/lib/errors";
import { bytes as bytesText } from "@/lib/format";
import type { Amount, Sent } from "./fetch";

type Save = { file: string; host: string; amount: Amount; progress: (message: string) => void };

/**
 * Writes an answer's body to a file as it comes, hashed.
 *
 * @throws {AppError} TOO_LARGE; UNAVAILABLE when it is cut off before its end
 */
export async function saveAnswer(
  answer: IncomingMessage,
  { file, host, amount, progress }: Save,
): Promise<{ sent: Sent; more: boolean }> {
  const hash = createHash("sha256");
  let [bytes, more, told] = [0, false, 0];
  async function* bounded() {
    for await (const piece of answer as AsyncIterable<Buffer>) {
      const fits = piece.subarray(0, Math.max(0, amount.bytes - bytes));
      more = fits.length < piece.length;
      if (more && !amount.cut)
        throw new AppError("TOO_LARGE", `${host} sends more than ${bytesText(amount.bytes)}.`);
      hash.update(fits);
      bytes += fits.length;
      if (bytes - told > 4 << 20) progress(`Fetched ${bytesText((told = bytes))}`);
      yield fits;
      if (more) return;
    }
  }
  try {
    await pipeline(bounded, createWriteStream(file));
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("UNAVAILABLE", `${host} broke off after ${bytesText(bytes)}. Nothing was kept.`);
  }
  return { sent: { sha256: hash.digest("hex"), bytes }, more };
}
