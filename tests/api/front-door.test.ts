import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { authOptions } from "@/lib/auth/options";
import { onBothDatabases } from "../fresh-db";
import { projectIn, startInstance } from "../instance";

const foreignBrowsers: Record<string, string>[] = [
  { origin: "https://evil.example" },
  { origin: "null" },
  { "sec-fetch-site": "cross-site" },
];
type Sent = { method?: string; path: string; headers?: Record<string, string>; body?: string };

/** A request whose `Host` and `Origin` are chosen freely, as a browser's are by the page that it shows. */
function send(url: string, { method = "GET", path, headers = {}, body }: Sent) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const sent = request(url + path, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode!, text: Buffer.concat(chunks).toString() }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

const basic = `Basic ${Buffer.from("ines@example.com:correct horse").toString("base64")}`;
const json = { "content-type": "application/json" };

onBothDatabases("a page of another site", (provider) => {
  test("can send nothing that changes anything, to no route, with a remembered password", async () => {
    const { url, declarations } = await startInstance(provider);
    const writes = declarations.filter(({ method }) => method !== "GET");
    expect(writes.length).toBeGreaterThan(90);
    const pages = ["/api/auth/signout", "/api/auth/callback/credentials", "/account", "/projects/neo"];
    const all = [
      ...writes.map(({ method, url: path }) => ({ method, path: path.replaceAll(/:\w+/g, "neo") })),
      ...pages.map((path) => ({ method: "POST", path })),
      { method: "POST", path: "/api/2.0/mlflow/runs/create" },
    ];
    for (const { method, path } of all)
      for (const browser of foreignBrowsers) {
        const answer = await send(url, { method, path, headers: { authorization: basic, ...browser } });
        expect([answer.status, answer.text], `${method} ${path}`).toEqual([
          403,
          expect.stringContaining("This request comes from another site."),
        ]);
      }
  });

  test("is told apart from pages of ours, from programs, and from whoever shows a token", async () => {
    const instance = await startInstance(provider);
    await projectIn(instance);
    const host = new URL(instance.url).host;
    const path = "/mlflow/neo/api/2.0/mlflow/experiments/create";
    const create = async (name: string, headers: Record<string, string>) =>
      (
        await send(instance.url, {
          method: "POST",
          path,
          headers: { ...json, ...headers },
          body: JSON.stringify({ name }),
        })
      ).status;
    expect(await create("a program", { authorization: basic })).toBe(200);
    expect(
      await create("our page", {
        authorization: basic,
        origin: `http://${host}`,
        "sec-fetch-site": "same-origin",
      }),
    ).toBe(200);
    expect(
      await create("a token", {
        authorization: `Bearer ${instance.adminToken}`,
        origin: "https://evil.example",
      }),
    ).toBe(200);
    expect(
      await create("proxied", {
        authorization: basic,
        origin: "http://lab.internal",
        "x-forwarded-host": "lab.internal",
      }),
    ).toBe(200);
  });
});

describe("the name by which a server is asked", () => {
  test("is one that it knows: a foreign page's own name that points here reads nothing", async () => {
    const { url } = await startInstance("sqlite", {
      env: { PERIHELION_PUBLIC_URL: "https://lab.example.com" },
    });
    const port = new URL(url).port;
    const ask = async (host: string) => (await send(url, { path: "/api/health", headers: { host } })).status;
    for (const host of [`localhost:${port}`, "192.168.0.9", "lab.example.com", "perihelion:3000"])
      expect(await ask(host), host).toBe(200);
    for (const host of ["evil.example", `rebound.evil.example:${port}`, "lab.example.com.evil.example"]) {
      expect(await ask(host), host).toBe(421);
      expect((await send(url, { path: "/sign-in", headers: { host } })).status, "a page").toBe(421);
    }
    const lied = await send(url, { path: "/api/health", headers: { "x-forwarded-host": "evil.example" } });
    expect(lied.status).toBe(421);
  });

  test("does not count as forwarded unless a trusted proxy says so", async () => {
    const { url } = await startInstance("sqlite", { env: { PERIHELION_TRUSTED_PROXIES: "10.0.0.1" } });
    const forwarded = { "x-forwarded-host": "evil.example", "x-forwarded-for": "8.8.8.8" };
    expect((await send(url, { path: "/api/health", headers: forwarded })).status).toBe(200);
  });

  test("is in no link: invitations are made from the public address alone", async () => {
    const invite = async (env: Record<string, string>) => {
      const instance = await startInstance("sqlite", { env });
      const root = await projectIn(instance);
      const answer = await send(instance.url, {
        method: "POST",
        path: `${root}/invitations`,
        headers: {
          ...json,
          authorization: `Bearer ${instance.adminToken}`,
          host: "somebody",
          "x-forwarded-host": "somebody",
        },
        body: '{"role":"VIEWER"}',
      });
      return JSON.parse(answer.text) as { path: string; url: string | null };
    };
    const known = await invite({ PERIHELION_PUBLIC_URL: "https://lab.example.com" });
    expect(known.url).toBe(`https://lab.example.com${known.path}`);
    expect((await invite({})).url).toBeNull();
  });
});

test("where a request came from is what a trusted proxy says, and is in the audit", async () => {
  const instance = await startInstance("sqlite");
  await projectIn(instance);
  const path = "/mlflow/neo/api/2.0/mlflow/experiments/create";
  const headers = { ...json, authorization: basic, "x-forwarded-for": "1.1.1.1, 203.0.113.9" };
  await send(instance.url, { method: "POST", path, headers, body: '{"name":"far"}' });
  const found = await instance.db.auditEvent.findFirst({ where: { targetName: "far" } });
  expect(found?.from).toBe("203.0.113.9");
});

onBothDatabases("an address with a NUL character", (provider) => {
  test("is refused for pages, sign-in, the API and clients alike, in words that each can read", async () => {
    const { url } = await startInstance(provider);
    for (const path of [
      "/projects/a%00b",
      "/projects/neo/experiments/x?filter=%00",
      "/api/auth/callback/credentials?next=%00",
      "/api/projects/%00",
      "/mlflow/neo/api/2.0/mlflow/runs/get?run_id=%00",
      "/get-artifact?path=%00",
    ]) {
      const { status, text } = await send(url, { path });
      expect([status, JSON.parse(text)], path).toEqual([
        400,
        expect.objectContaining({ code: "INVALID", error_code: "INVALID_PARAMETER_VALUE" }),
      ]);
    }
    expect((await send(url, { path: "/projects/a%2500b" })).text).toBe("a page");
  });

  test("stands for no account where somebody signs in by one", async () => {
    const [{ options }] = authOptions.providers as unknown as [Provided];
    const entered = options.authorize(
      { email: "ines@example.com\0", password: "correct horse" },
      { headers: {} },
    );
    await expect(entered).rejects.toThrow("Email and password do not match.");
  });
});

type Provided = { options: { authorize: (sent: object, request: object) => Promise<unknown> } };
