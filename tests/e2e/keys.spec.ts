import { enter, expect, expectSoundEverywhere, makeProject, test } from "./journey";

test("keys lead from page to page and list themselves; deletions are undone, or give a reason", async ({
  page,
  context,
  baseURL,
}) => {
  test.setTimeout(120_000);
  await enter(page);
  const root = await makeProject(page, "Keys");
  const api = `/mlflow/${root.split("/").at(-1)}/api/2.0`;
  const send = async <Answer>(path: string, data: object) =>
    (await (await context.request.post(path, { data, headers: { origin: baseURL! } })).json()) as Answer;
  const { run } = await send<{ run: { info: { run_id: string } } }>(`${api}/mlflow/runs/create`, {
    experiment_id: "0",
    run_name: "only run",
  });
  await send(`${api}/mlflow/runs/update`, { run_id: run.info.run_id, status: "FINISHED" });
  await send(`${api}/mlflow/registered-models/create`, { name: "NEOs" });
  await send(`${api}/mlflow/model-versions/create`, {
    name: "NEOs",
    source: `runs:/${run.info.run_id}/model`,
    run_id: run.info.run_id,
  });

  await page.goto(root);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await expectSoundEverywhere(page, "keys");
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("m");
  await expect(page.getByRole("heading", { name: "Models", exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Rules" }).click();
  await page.getByLabel("Metrics before Staging and Production").fill("f1");
  await expectSoundEverywhere(page, "rules");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.getByRole("link", { name: "NEOs" }).click();
  await page.getByLabel("Move v1 to").selectOption("Production");
  await expect(page.getByText("NEOs v1 lacks f1")).toBeVisible();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByLabel("Reason").fill("trained on the wrong table");
  await expectSoundEverywhere(page, "delete-version");
  await page.getByRole("button", { name: "Delete v1" }).click();
  await expect(page.getByRole("heading", { name: "No versions yet" })).toBeVisible();

  await page.goto(`${root}/experiments/Default`);
  await page.getByLabel("Select only run", { exact: true }).check();
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("only run deleted")).toBeVisible();
  await page.screenshot({ path: "test-results/pages/toast-light-1280.png" });
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("link", { name: "only run" })).toBeVisible();
  await page.getByRole("link", { name: "only run" }).click();
  await expect(page.getByText("lacks f1, which the project asks for")).toBeVisible();
});

test("the navigation is narrow beside a notebook and wide elsewhere; a key changes it for good", async ({
  page,
}) => {
  await enter(page);
  const root = await makeProject(page, "Narrow");
  const label = page.getByRole("navigation", { name: "Project" }).getByText("Experiments");
  await page.goto(`${root}/notebooks`);
  await expect(label).toBeVisible();
  await page.getByRole("button", { name: "New notebook" }).click();
  await expect(page.getByRole("article", { name: "Cell 2, TypeScript" })).toBeVisible();
  await expect(label).toBeHidden();
  await page.keyboard.press("[");
  await expect(label).toBeVisible();
  await page.reload();
  await expect(label).toBeVisible();
  await page.keyboard.press("[");
  await expect(label).toBeHidden();
  await page.getByRole("textbox", { name: "Cell 2, TypeScript, text" }).click();
  await page.keyboard.type("[");
  await expect(label).toBeHidden();
  await page.goto(`${root}/data`);
  await expect(label).toBeVisible();
});
