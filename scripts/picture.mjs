// `npm run picture`: makes docs/runs.png, the picture of the README, from the product itself.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "@playwright/test";
import { ensureBuilt, ensureInstalled, pinnedNode } from "./set-up.mjs";

await ensureInstalled({ tests: true });
await ensureBuilt();
const folder = mkdtempSync(path.join(tmpdir(), "perihelion-picture-"));
const [email, password, token, port] = [
  "ines@example.com",
  "correct horse",
  "peri_for_the_picture_only_012345",
  "3987",
];
const server = spawn(pinnedNode, ["dist/server.mjs"], {
  env: {
    ...process.env,
    NODE_ENV: "production",
    PERIHELION_DATA: folder,
    PORT: port,
    HOST: "127.0.0.1",
    PERIHELION_ADMIN_EMAIL: email,
    PERIHELION_ADMIN_PASSWORD: password,
    PERIHELION_ADMIN_TOKEN: token,
  },
});
await new Promise((resolve) => server.stdout.on("data", (text) => /ready/.test(text) && resolve()));
const url = `http://127.0.0.1:${port}`;
const call = async (method, route, body) =>
  (
    await fetch(`${url}/api${route}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { "content-type": "application/json" } : {}) },
      body: body && JSON.stringify(body),
    })
  ).json();

await call("POST", "/projects", { name: "NEO hazard", slug: "neo" });
await call("POST", "/projects/neo/datasets", { sample: "neo", name: "neo-approaches" });
const algorithms = [
  ...[10, 50, 100, 500].map((trees) => ({ algorithm: "random-forest", trees })),
  ...[2, 4].map((max_depth) => ({ algorithm: "decision-tree", max_depth })),
  { algorithm: "logistic-regression" },
  ...[1, 3, 5, 7, 9, 11, 13, 15, 17, 19].map((k) => ({ algorithm: "nearest-neighbours", k })),
];
await call("POST", "/projects/neo/jobs", {
  dataset: "neo-approaches",
  target: "Hazardous",
  exclude: ["Neo Reference ID", "Name", "Orbit ID"],
  experiment: "Forest and neighbours",
  name: "forest and neighbours",
  algorithms,
});
for (let open = true; open;) {
  const { runs } = await call("GET", "/projects/neo/runs?limit=100");
  open = runs.some(({ status }) => status === "RUNNING" || status === "SCHEDULED");
  await new Promise((resolve) => setTimeout(resolve, 500));
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
await page.goto(`${url}/sign-in`);
await page.getByLabel("Email").fill(email);
await page.getByLabel("Password").fill(password);
await page.getByRole("button", { name: "Sign in" }).click();
await page.getByRole("heading", { name: "Projects" }).waitFor();
await page.goto(`${url}/projects/neo/experiments/Forest%20and%20neighbours?sort=metrics.f1`);
await page.locator(".strip-panel svg").first().waitFor();
for (const name of ["forest-100", "knn-5"]) await page.getByLabel(`Select ${name}`, { exact: true }).check();
await page.screenshot({ path: "docs/runs.png" });
await browser.close();
server.kill("SIGTERM");
server.on("exit", () => rmSync(folder, { recursive: true, force: true }));
