import { integer } from "@/lib/format";
import { limits } from "@/lib/limits";
import type { OutputPart } from "./output-parts";

/**
 * What of a cell's output can be kept: all of it, or a note that says why not.
 * @returns parts whose JSON is at most `limits.cellOutputBytes` bytes long
 */
export function keptParts(parts: readonly OutputPart[]): readonly OutputPart[] {
  const bytes = new TextEncoder().encode(JSON.stringify(parts)).byteLength;
  const { cellOutputParts, cellOutputBytes } = limits;
  if (parts.length <= cellOutputParts && bytes <= cellOutputBytes) return parts;
  const [many, most] =
    parts.length > cellOutputParts
      ? [`${integer(parts.length)} parts`, cellOutputParts]
      : [`${integer(bytes)} bytes`, cellOutputBytes];
  const text = `This output has ${many}, and at most ${integer(most)} are kept: run the cell to see it.`;
  return [{ kind: "note", text }];
}
