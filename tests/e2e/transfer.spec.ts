import { enter, expect, expectSoundEverywhere, makeProject, test } from "./journey";

test("what another server holds is brought in with a report; its grants are seen and taken back", async ({
  page,
  context,
  baseURL,
}) => {
  test.setTimeout(120_000);
  await enter(page);
  const from = await makeProject(page, "Old home");
  const post = async <Answer>(path: string, data: object) =>
    (await (await context.request.post(path, { data, headers: { origin: baseURL! } })).json()) as Answer;
  const mlflow = `/mlflow/${from.split("/").at(-1)}`;
  const { run } = await post<{ run: { info: { run_id: string } } }>(`${mlflow}/api/2.0/mlflow/runs/create`, {
    experiment_id: "0",
    run_name: "moved run",
  });
  await post(`${mlflow}/api/2.0/mlflow/runs/log-batch`, {
    run_id: run.info.run_id,
    metrics: [{ key: "loss", value: 1, timestamp: 1, step: 1 }],
    params: [{ key: "depth", value: "3" }],
  });
  const { secret } = await post<{ secret: string }>(`/api${from}/tokens`, { name: "for the move" });

  await page.goto("/");
  const root = await makeProject(page, "New home");
  await page.goto(`${root}/experiments`);
  await page.getByRole("button", { name: "Import or export" }).click();
  await expectSoundEverywhere(page, "import");
  await page.getByLabel("Address").fill(`${baseURL}${mlflow}`);
  await page.getByLabel("Token").fill("peri_wrong");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(
    page.getByRole("status").getByText("The other server does not take this token or password."),
  ).toBeVisible();

  await page.goto(`${root}/experiments`);
  await page.getByRole("button", { name: "Import or export" }).click();
  await page.getByLabel("Address").fill(`${baseURL}${mlflow}`);
  await page.getByLabel("Token").fill(secret);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Brought" })).toBeVisible();
  await expect(page.getByText("Nothing was left behind.")).toBeVisible();
  await expectSoundEverywhere(page, "transfer");
  await page.goto(`${root}/experiments/Default`);
  await expect(page.getByRole("link", { name: "moved run" })).toBeVisible();

  const api = `/mlflow/${root.split("/").at(-1)}/api/2.0/mlflow`;
  const { role } = await post<{ role: { id: number } }>(`${api}/roles/create`, {
    workspace: "default",
    name: "Interns",
  });
  await post(`${api}/roles/permissions/add`, {
    role_id: role.id,
    resource_type: "experiment",
    resource_pattern: "0",
    permission: "READ",
  });
  await page.goto(`${root}/members`);
  await expect(page.getByRole("row", { name: /Interns group of 0 experiment Default read/ })).toBeVisible();
  await expectSoundEverywhere(page, "rights");
  await page.getByRole("button", { name: "Remove what Interns may do with experiment Default" }).click();
  await expect(page.getByRole("row", { name: /Interns group of 0 experiment/ })).toBeHidden();
});
