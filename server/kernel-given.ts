import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import { givenTooLarge } from "@/lib/notebooks/given-too-large";
import type { ValueKind } from "@/lib/notebooks/kernel-protocol";

type Named = { name: string; kind: ValueKind; bytes: number };

/** Gathers the values that runs are given, which come in pieces before the run that names them. */
export function givenParts() {
  const pieces = new Map<number, Uint8Array[]>();
  let held = 0;
  return {
    /** Takes a piece for a run; what is too much is not kept, and its run is refused. */
    take(n: number, bytes: Uint8Array): void {
      if (held + bytes.length > 2 * limits.kernelValueBytes) return;
      held += bytes.length;
      pieces.set(n, [...(pieces.get(n) ?? []), bytes]);
    },
    /**
     * The values of a run.
     *
     * @throws {AppError} TOO_LARGE when they are more than may be given, or came in part
     */
    of(n: number, named: readonly Named[]): { name: string; kind: ValueKind; bytes: Uint8Array }[] {
      const all = Buffer.concat(pieces.get(n) ?? []);
      pieces.delete(n);
      held -= all.length;
      const wanted = named.reduce((sum, { bytes }) => sum + bytes, 0);
      if (wanted > limits.kernelValueBytes || wanted !== all.length)
        throw new AppError("TOO_LARGE", givenTooLarge);
      let at = 0;
      return named.map(({ name, kind, bytes }) => ({ name, kind, bytes: all.subarray(at, (at += bytes)) }));
    },
  };
}
