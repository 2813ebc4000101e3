import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { freshAddress, onBothDatabases } from "../fresh-db";
import { openNotebookPage } from "../notebook-page";
import { startServer } from "../server-process";

const rounds = 5;
const token = "peri_for_the_kill_test_only_0123456789";
const admin = {
  PERIHELION_ADMIN_EMAIL: "ines@example.com",
  PERIHELION_ADMIN_PASSWORD: "correct horse",
  PERIHELION_ADMIN_TOKEN: token,
};
const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };

onBothDatabases(`two who type into one notebook through ${rounds} kills of the server`, (provider) =>
  test("find all that was called kept, and their copies become equal", { timeout: 300_000 }, async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "perihelion-notebook-kill-"));
    const env = { ...admin, ...(provider === "postgresql" ? { DATABASE_URL: await freshAddress() } : {}) };
    const post = async (url: string, body: object) =>
      (await (await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).json()) as {
        id: string;
      };
    const kept: string[] = [];
    let at = "";
    for (let round = 0; round <= rounds; round++) {
      const server = await startServer(folder, env);
      if (round === 0) {
        await post(`${server.url}/api/projects`, { name: "P", slug: "p" });
        const { id } = await post(`${server.url}/api/projects/p/notebooks`, { title: "T" });
        at = `/api/projects/p/notebooks/${id}`;
      }
      const pages = [0, 1].map(() => openNotebookPage(server.url, at, token));
      for (const page of pages) await page.join();
      const [first, second] = pages.map((page) => page.source(2));
      expect(first).toBe(second);
      for (const word of kept) expect(first).toContain(word);
      if (round === rounds) {
        await server.kill("SIGTERM");
        break;
      }
      const enough = Promise.withResolvers<void>();
      const typing = pages.map(async (page, i) => {
        for (let n = 0; page.ended.code === null; n++) {
          const word = `<${round}.${i}.${n}>`;
          if ((await page.type(2, word)).op === "kept") kept.push(word);
          if (n === 10 + round) enough.resolve();
        }
      });
      await enough.promise;
      await server.kill("SIGKILL");
      await Promise.all(typing);
    }
    expect(kept.length).toBeGreaterThan(20 * rounds);
    rmSync(folder, { recursive: true });
  }),
);
