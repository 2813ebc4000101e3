import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";

/**
 * New files a second that eight writers bring to the disk with nothing else to do: what no server that
 * waits for the disk can pass.
 */
export async function diskAlone(below: string, bytes: number, seconds: number): Promise<number> {
  const folder = mkdtempSync(path.join(below, "disk-"));
  const content = randomBytes(bytes);
  const from = performance.now();
  let made = 0;
  const writer = async (at: number) => {
    for (let i = 0; performance.now() < from + seconds * 1_000; i++) {
      const file = await open(path.join(folder, `${at}-${i}`), "wx");
      await file.writeFile(content);
      await file.sync();
      await file.close();
      made += 1;
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, at) => writer(at)));
  const perSecond = made / ((performance.now() - from) / 1_000);
  rmSync(folder, { recursive: true, force: true });
  return perSecond;
}
