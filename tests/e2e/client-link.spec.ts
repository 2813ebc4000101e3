import type { Page } from "@playwright/test";
import { pythonOf, runPython } from "../tracking/peer";
import { enter, expect, inés, makeProject, test } from "./journey";

type Printed = { links: string[]; run: string; experiment: string };
const python = pythonOf("newest");

/** Signs in by keys where the page asks for it. */
async function typeCredentials(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.getByLabel("Email or user name").click();
  await page.keyboard.type(inés.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(inés.password);
  await page.keyboard.press("Enter");
}

test("the links that MLflow's client prints lead by sign-in to the run and the experiment", async ({
  page,
  browser,
  baseURL,
}) => {
  test.skip(python === null, "no MLflow client is here");
  await enter(page);
  const root = await makeProject(page, "Printed links");
  const slug = root.split("/").at(-1)!;
  const made = await page.context().request.post(`/api/projects/${slug}/tokens`, {
    data: { name: "client" },
    headers: { origin: baseURL! },
  });
  const { secret } = (await made.json()) as { secret: string };
  const print = (env: Record<string, string>) =>
    runPython<Printed>(python!, "tests/tracking/print_links.py", { MLFLOW_TRACKING_TOKEN: secret, ...env });

  const named = await print({ MLFLOW_TRACKING_URI: `${baseURL}/mlflow/${slug}` });
  expect(named.links).toEqual([
    `${baseURL}/mlflow/${slug}/#/experiments/${named.experiment}/runs/${named.run}`,
    `${baseURL}/mlflow/${slug}/#/experiments/${named.experiment}`,
  ]);
  const visitor = await (await browser.newContext({ baseURL: baseURL! })).newPage();
  await visitor.goto(named.links[0]!);
  await typeCredentials(visitor);
  await expect(visitor).toHaveURL(`${baseURL}${root}/runs/${named.run}`);
  await expect(visitor.getByRole("heading", { name: "found by its link" })).toBeVisible();
  await visitor.goto(named.links[1]!);
  await expect(visitor.getByRole("heading", { name: "Linked", exact: true })).toBeVisible();

  const bare = await print({ MLFLOW_TRACKING_URI: baseURL!, MLFLOW_WORKSPACE: slug });
  expect(bare.links[0]).toContain(`${baseURL}/#/experiments/${bare.experiment}/runs/${bare.run}`);
  await visitor.goto(bare.links[0]!);
  await expect(visitor).toHaveURL(`${baseURL}${root}/runs/${bare.run}`);
  const other = await (await browser.newContext({ baseURL: baseURL! })).newPage();
  await other.goto(bare.links[0]!);
  await typeCredentials(other);
  await expect(other).toHaveURL(`${baseURL}${root}/runs/${bare.run}`);

  const compared = encodeURIComponent(JSON.stringify([named.run, bare.run]));
  await visitor.goto(`${baseURL}/mlflow/${slug}/#/compare-runs?runs=${compared}&experiments=%5B%221%22%5D`);
  await expect(visitor).toHaveURL(new RegExp(`${root}/compare\\?runs=${named.run},${bare.run}$`));
  await visitor.goto(`${baseURL}/mlflow/${slug}/#/models/none/versions/3`);
  await expect(visitor).toHaveURL(`${baseURL}${root}/models/none?version=3`);
  await visitor.goto(`${baseURL}/mlflow/${slug}/#/prompts`);
  await expect(visitor).toHaveURL(`${baseURL}${root}`);
});
