import { AppError } from "@/lib/errors";
import { bytes } from "@/lib/format";
import { limits } from "@/lib/limits";

/**
 * Counts the bytes that come out of a packed file.
 *
 * @param packedBytes the length of the packed file
 * @returns takes the length of each piece. @throws {AppError} TOO_LARGE for too many in all, or for its own
 */
export function swellGuard(packedBytes: number): (unpacked: number) => void {
  let total = 0;
  return (unpacked) => {
    total += unpacked;
    if (total > limits.unpackedBytes)
      throw new AppError(
        "TOO_LARGE",
        `Unpacked, the file has more than ${bytes(limits.unpackedBytes)}. Upload a part of it.`,
      );
    if (total > limits.unpackedFreeBytes && total > packedBytes * limits.unpackedRatio)
      throw new AppError(
        "TOO_LARGE",
        `The file swells to more than ${limits.unpackedRatio} times its length when it is unpacked, as no ` +
          "table does. Unpack it and upload what is inside.",
      );
  };
}
