import type { Page } from "@playwright/test";
import { enter, expect, makeProject, test } from "./journey";

const api = (root: string) => `/mlflow${root.replace("/projects", "")}/api/2.0/mlflow`;

/** A client that logs with a token of its own, beside the browser. */
async function clientOf(page: Page, root: string) {
  const origin = new URL(page.url()).origin;
  const made = await page.request.post(`/api${root}/tokens`, {
    data: { name: "client" },
    headers: { origin },
  });
  const { secret } = (await made.json()) as { secret: string };
  return async (path: string, data: object): Promise<Record<string, unknown>> => {
    const answer = await page.request.post(`${api(root)}/${path}`, {
      data,
      headers: { authorization: `Bearer ${secret}` },
    });
    expect(answer.status(), path).toBe(200);
    return (await answer.json()) as Record<string, unknown>;
  };
}

/** Requests by which Next reads a page anew, from now on. */
function redrawsOf(page: Page): string[] {
  const seen: string[] = [];
  page.on("request", (request) => {
    if (request.headers()["rsc"] && !request.headers()["next-router-prefetch"]) seen.push(request.url());
  });
  return seen;
}

test("what a client renames and registers shows on open pages, which are not loaded again", async ({
  page,
  context,
}) => {
  await enter(page);
  const root = await makeProject(page, "Live");
  const client = await clientOf(page, root);
  const { experiment_id } = await client("experiments/create", { name: "first name" });
  await page.goto(`${root}/experiments`);
  await expect(page.getByRole("link", { name: "first name" })).toBeVisible();
  const models = await context.newPage();
  await models.goto(`${root}/models`);
  for (const open of [page, models]) await open.evaluate(() => (document.body.dataset.kept = "yes"));

  await client("experiments/update", { experiment_id, new_name: "second name" });
  await client("registered-models/create", { name: "forest" });
  await expect(page.getByRole("link", { name: "second name" })).toBeVisible();
  await expect(page.getByRole("link", { name: "first name" })).toHaveCount(0);
  await expect(models.getByText("forest").first()).toBeVisible();
  for (const open of [page, models])
    expect(await open.evaluate(() => document.body.dataset.kept)).toBe("yes");
});

test("an open notebook is read again for nothing that happens elsewhere", async ({ page, context }) => {
  await enter(page);
  const root = await makeProject(page, "Quiet");
  const client = await clientOf(page, root);
  await page.goto(`${root}/notebooks`);
  await page.getByRole("button", { name: "New notebook" }).click();
  await page.waitForURL(/\/notebooks\/[^/]+$/);
  const other = await context.newPage();
  await other.goto(root);
  const redraws = redrawsOf(page);
  const elsewhere = redrawsOf(other);
  const { run } = (await client("runs/create", { experiment_id: "0", run_name: "theirs" })) as {
    run: { info: { run_id: string } };
  };
  const run_id = run.info.run_id;
  for (let step = 0; step < 5; step++)
    await client("runs/log-metric", { run_id, key: "loss", value: step, timestamp: 1, step });
  await client("runs/update", { run_id, status: "FINISHED" });
  const write = (path: string, data: object) =>
    page.request.post(`/api${root}/${path}`, { data, headers: { origin: new URL(page.url()).origin } });
  expect((await write("datasets", { sample: "neo" })).status()).toBe(201);
  const training = {
    dataset: "neo-simulated",
    target: "Hazardous",
    algorithms: [{ algorithm: "random-forest", trees: 50 }],
  };
  const started = await write("jobs", training);
  expect(started.status(), await started.text()).toBe(201);
  const { runs } = (await started.json()) as { runs: { job: string }[] };
  await other.goto(`${root}/jobs/${runs[0]!.job}`);
  await expect(other.getByRole("status").filter({ hasText: "Finished" }).first()).toBeVisible();
  await other.goto(root);
  await expect.poll(() => elsewhere.length).toBeGreaterThan(0);
  await expect(other.getByText("theirs").first()).toBeVisible();
  expect(redraws).toEqual([]);
});

test("eight open tabs share one stream, and a ninth still loads", async ({ page, context }) => {
  await enter(page);
  const root = await makeProject(page, "Tabs");
  const client = await clientOf(page, root);
  const tabs = [page, ...(await Promise.all(Array.from({ length: 7 }, () => context.newPage())))];
  for (const tab of tabs) await tab.goto(`${root}/models`);
  await client("registered-models/create", { name: "for-all-tabs" });
  for (const tab of tabs) await expect(tab.getByText("for-all-tabs").first()).toBeVisible();
  const ninth = await context.newPage();
  await ninth.goto(`${root}/experiments`);
  await expect(ninth.getByRole("heading", { name: "Experiments", exact: true })).toBeVisible();
});
