import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { distinctNames } from "@/lib/datasets/dialect";
import type { CellColumn, CellType } from "@/lib/datasets/cell-column";
import { AppError } from "@/lib/errors";
import { bytes as bytesText, counted, integer } from "@/lib/format";
import { limits } from "@/lib/limits";
import type { Amount, Fetched } from "./fetch";

const flushCharacters = 1 << 20;

type Cells = readonly (string | null)[];

/**
 * Writes rows as they come to a file that the engine reads (engine/import-cells.ts), hashed on the way:
 * quoted
 * cells with commas between, nothing for a missing one, and something on every line.
 */
export async function cellFile(file: string, amount: Amount) {
  const handle = await open(file, "w");
  const hash = createHash("sha256");
  let [ready, rows, bytes, more] = ["", 0, 0, false];

  async function flush(): Promise<void> {
    const piece = Buffer.from(ready, "utf8");
    ready = "";
    hash.update(piece);
    await handle.write(piece);
  }

  return {
    /**
     * Takes rows. @returns false when no more are wanted @throws {AppError} TOO_LARGE beyond what may be
     * fetched
     */
    async take(page: readonly Cells[]): Promise<boolean> {
      for (const cells of page) {
        const line = lineOf(cells);
        const isFull = rows >= amount.rows || bytes + line.length > amount.bytes;
        if (isFull && !amount.cut) throw tooMuch(amount);
        more = isFull;
        if (isFull) return false;
        ready += line;
        rows += 1;
        bytes += Buffer.byteLength(line);
        if (ready.length > flushCharacters) await flush();
      }
      return true;
    },
    rows: () => rows,
    /** Ends the file. @throws {AppError} INVALID for columns that share a name */
    async end(columns: readonly { name: string; type: CellType }[]): Promise<Fetched> {
      await flush();
      await handle.close();
      const named = requireDistinct(columns);
      hash.update(JSON.stringify(named));
      return { what: "cells", columns: named, rows, sent: { sha256: hash.digest("hex"), bytes }, more };
    },
    /** Lets go of the file where nothing came of it. */
    close: () => handle.close().catch(() => undefined),
  };
}

function lineOf(cells: Cells): string {
  const quoted = cells.map((cell) => (cell === null ? "" : `"${cell.replaceAll('"', '""')}"`));
  return `1,${quoted.join(",")}\n`;
}

/** Two columns of one name would be one of them twice, or none: whoever asks gives one another name. */
function requireDistinct(columns: readonly { name: string; type: CellType }[]): CellColumn[] {
  if (columns.length === 0)
    throw new AppError("INVALID", "The query answers no columns: write one that reads rows.");
  if (columns.length > limits.datasetColumns)
    throw new AppError("TOO_LARGE", `The query answers more than ${integer(limits.datasetColumns)} columns.`);
  const taken = new Set<string>();
  for (const { name } of columns) {
    if (taken.has(name.toLowerCase()))
      throw new AppError(
        "INVALID",
        `The query answers two columns called ${name}. Give one of them another name by AS.`,
      );
    taken.add(name.toLowerCase());
  }
  const names = distinctNames(columns.map(({ name }) => name));
  return columns.map(({ type }, i) => ({ name: names[i]!, type }));
}

function tooMuch({ rows, bytes }: Amount): AppError {
  return new AppError(
    "TOO_LARGE",
    `The source sends more than ${counted(rows, "row")} or ${bytesText(bytes)}. Ask for less.`,
  );
}
