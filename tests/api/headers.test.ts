import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { projectIn, startInstance } from "../instance";

const nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const page = /^default-src 'self'; script-src 'nonce-[\w-]{22}' 'strict-dynamic';/;

test("every kind of answer says what a browser may do with it", async () => {
  const { url, ...instance } = await startInstance("sqlite", {
    env: { PERIHELION_PUBLIC_URL: "https://lab.example.com" },
  });
  const root = await projectIn(instance);
  const mlflow = "/mlflow/neo/api/2.0";
  const { body } = await instance.admin<{ run: { info: { run_id: string } } }>(
    "POST",
    `${mlflow}/mlflow/runs/create`,
    { experiment_id: "0" },
  );
  const run = body.run.info.run_id;
  const files = `${mlflow}/mlflow-artifacts/artifacts/0/${run}/artifacts`;
  for (const name of ["page.html", "note.txt"])
    await instance.admin("PUT", `${files}/${name}`, new Uint8Array([60]));
  const shown = `${root}/runs/${run}/artifacts/page.html?view=1`;

  const names = JSON.parse(readFileSync("public/assets/names.json", "utf8")) as Record<string, string>;
  const kinds: [method: string, path: string, status: number, policy: string | RegExp][] = [
    ["GET", "/api/health", 200, nothing],
    ["GET", "/api/me", 200, nothing],
    ["GET", "/api/no-such-route", 404, nothing],
    ["GET", "/api/projects/none", 404, nothing],
    ["POST", "/api/projects", 400, nothing],
    ["GET", `${root}/events`, 200, nothing],
    ["GET", `${mlflow}/mlflow/runs/get?run_id=${run}`, 200, nothing],
    ["GET", `${mlflow}/mlflow/runs/get?run_id=none`, 404, nothing],
    ["GET", `${mlflow}/mlflow/no-such-route`, 404, nothing],
    ["GET", "/version", 200, nothing],
    ["GET", `${files}/note.txt`, 200, "sandbox; default-src 'none'"],
    ["GET", shown, 200, /^sandbox allow-scripts; default-src 'none';.* frame-ancestors 'self'$/],
    [
      "GET",
      "/frame/notebook",
      200,
      /^sandbox allow-scripts; default-src 'none';.* frame-ancestors 'self'; webrtc 'block'$/,
    ],
    ["GET", `/assets/${names["frame.js"]}`, 200, nothing],
    ["GET", "/sign-in", 404, page],
    ["GET", "/api/auth/csrf", 404, page],
    ["POST", "/anything", 404, page],
  ];
  for (const [method, path, status, policy] of kinds) {
    const answer = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${instance.adminToken}`,
        ...(method === "POST" ? { "content-type": "application/json" } : {}),
      },
      ...(method === "POST" ? { body: "{}" } : {}),
    });
    await answer.body?.cancel();
    const what = `${method} ${path}`;
    expect(answer.status, what).toBe(status);
    const headers = Object.fromEntries(answer.headers);
    expect(headers["content-security-policy"], what).toMatch(policy);
    expect(headers, what).toMatchObject({
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": path.startsWith("/assets/") ? "cross-origin" : "same-origin",
      "permissions-policy": expect.stringContaining("camera=()") as string,
      "referrer-policy": "same-origin",
      "x-content-type-options": "nosniff",
    });
    expect(headers, what).not.toHaveProperty("strict-transport-security");
    if (policy !== page && !path.startsWith("/assets/"))
      expect(headers["cache-control"], what).toBe("no-store");
  }
});

test("who came by https is told to stay with it, also when turned away", async () => {
  const { url } = await startInstance("sqlite");
  for (const [path, headers] of [
    ["/api/health", {}],
    ["/sign-in", {}],
    ["/api/health", { "x-forwarded-host": "evil.example" }],
  ] as const) {
    const answer = await fetch(url + path, { headers: { "x-forwarded-proto": "https", ...headers } });
    await answer.body?.cancel();
    expect(answer.headers.get("strict-transport-security"), path).toBe("max-age=31536000");
  }
});
