import type { Readable, Writable } from "node:stream";
import { limits } from "@/lib/limits";
import { fromKernel, type FromKernel } from "@/lib/notebooks/kernel-protocol";

type Heard = (message: FromKernel, payloads: Buffer[]) => void;

/** Writes a message with its payloads: a line of JSON that says how long they are, then they themselves. */
export function sendToKernel(to: Writable, message: object, payloads: readonly Uint8Array[] = []): void {
  const bytes = payloads.map(({ length }) => length);
  to.write(`${JSON.stringify(bytes.length > 0 ? { ...message, bytes } : message)}\n`);
  for (const payload of payloads) to.write(payload);
}

/**
 * Hears a kernel's messages. Code of users runs in it: who says what no kernel says is heard no more.
 *
 * @param broken hears once that something else came
 */
export function hearKernel(from: Readable, heard: Heard, broken: () => void): void {
  const read = messageReader(heard);
  let isBroken = false;
  from.on("data", (bytes: Buffer) => {
    if (isBroken) return;
    try {
      read(bytes);
    } catch {
      isBroken = true;
      broken();
    }
  });
}

type Waiting = { message: FromKernel; lengths: number[] };

function messageReader(heard: Heard) {
  let parts: Buffer[] = [];
  let held = 0;
  let wanted: Waiting | null = null;
  return (bytes: Buffer): void => {
    parts.push(bytes);
    held += bytes.length;
    // what comes in many pieces is joined once, when it is whole
    if (wanted ? held < total(wanted.lengths) : !bytes.includes(10)) {
      if (!wanted && held > limits.kernelLineBytes) throw new Error("the line is too long");
      return;
    }
    let all: Buffer = Buffer.concat(parts);
    for (;;) {
      const end = wanted ? total(wanted.lengths) : all.indexOf(10);
      if (end < 0 || all.length < end) break;
      if (wanted) {
        const { message, lengths } = wanted;
        wanted = null;
        heard(message, cutInto(all, lengths));
        all = all.subarray(end);
      } else {
        wanted = messageOf(all.subarray(0, end));
        all = all.subarray(end + 1);
      }
    }
    parts = [all];
    held = all.length;
  };
}

function cutInto(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  let at = 0;
  return lengths.map((length) => bytes.subarray(at, (at += length)));
}

function messageOf(line: Buffer): Waiting {
  const { bytes = [], ...said } = JSON.parse(line.toString()) as { bytes?: unknown };
  const lengths = Array.isArray(bytes) ? (bytes as unknown[]).map(Number) : [];
  if (!lengths.every((length) => Number.isInteger(length) && length >= 0))
    throw new Error("a length is none");
  if (total(lengths) > limits.kernelValueBytes) throw new Error("the value is too long");
  return { message: fromKernel.parse(said), lengths };
}

const total = (lengths: readonly number[]) => lengths.reduce((sum, length) => sum + length, 0);
