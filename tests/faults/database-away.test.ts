import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, inject, onTestFinished, test } from "vitest";
import { eventually } from "../instance";
import { startPostgres } from "../postgres";
import { startServer } from "../server-process";

const token = "peri_for_the_away_test_only_0123456789";
const password = "correct horse battery";
const admin = {
  PERIHELION_ADMIN_EMAIL: "ines@example.com",
  PERIHELION_ADMIN_PASSWORD: password,
  PERIHELION_ADMIN_TOKEN: token,
  PERIHELION_WORKERS: "0",
};

/** The cookies of a browser that has signed in. */
async function signIn(url: string): Promise<string> {
  const cookiesOf = (answer: Response) =>
    answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]!);
  const first = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await first.json()) as { csrfToken: string };
  const cookies = cookiesOf(first);
  const second = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: cookies.join("; "), origin: url, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, email: admin.PERIHELION_ADMIN_EMAIL, password, json: "true" }),
  });
  return [...cookies, ...cookiesOf(second)].join("; ");
}

test.skipIf(inject("postgresUrl") === null)(
  "while PostgreSQL is away the API, health and pages say so and ask to come back, and all is well after",
  { timeout: 180_000 },
  async () => {
    const postgres = (await startPostgres({ keepsCommits: true }))!;
    onTestFinished(() => postgres.stop());
    const folder = mkdtempSync(path.join(tmpdir(), "perihelion-away-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const server = await startServer(folder, { ...admin, DATABASE_URL: postgres.url });
    onTestFinished(() => void server.child.kill("SIGKILL"));
    const call = (method: string, route: string, body?: unknown) =>
      fetch(server.url + route, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body ? { "content-type": "application/json" } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
    await call("POST", "/api/projects", { name: "P", slug: "p" });
    const cookie = await signIn(server.url);
    const page = async () => (await fetch(`${server.url}/projects/p/data`, { headers: { cookie } })).text();
    expect(await page()).not.toContain("does not answer");

    const isBack = postgres.restart();
    const health = await eventually(async () => {
      const answer = await fetch(`${server.url}/api/health`);
      return answer.status === 503 && answer;
    });
    expect([health.headers.get("retry-after"), await health.json()]).toEqual([
      "5",
      { status: "down", problems: ["The database does not answer."] },
    ]);
    for (const [method, route, body] of [
      ["GET", "/api/projects/p/datasets", undefined],
      ["GET", "/api/me", undefined],
      ["POST", "/api/projects/p/notebooks", { title: "n" }],
    ] as const) {
      const answer = await call(method, route, body);
      expect([answer.status, answer.headers.get("retry-after")], route).toEqual([503, "5"]);
      expect(await answer.json(), route).toMatchObject({
        code: "UNAVAILABLE",
        detail: expect.stringContaining("database does not answer"),
      });
    }
    expect(await page()).toMatch(/UNAVAILABLE|The database does not answer/);
    await isBack;
    await eventually(async () => (await fetch(`${server.url}/api/health`)).status === 200);
    expect((await call("GET", "/api/projects/p/datasets")).status).toBe(200);
    expect(await page()).not.toContain("UNAVAILABLE");
    await server.kill("SIGTERM");
  },
);
