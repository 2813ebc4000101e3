import { enter, expect, expectSoundEverywhere, makeProject, test } from "./journey";

test("a sweep shows its place in the queue, its log is read, and all of it is stopped at once", async ({
  page,
}) => {
  test.setTimeout(300_000);
  await enter(page);
  const root = await makeProject(page, "Sweeps");
  await page.getByRole("link", { name: "Data" }).first().click();
  await page.getByRole("button", { name: "Load the NEO sample" }).click();
  await page.getByRole("link", { name: "Train", exact: true }).click();
  await page.getByLabel("Trees").fill("9500, 9600, 9700, 9800, 9900, 10000");
  await page.getByLabel("Experiment").fill("Long forests");
  await page.getByRole("button", { name: "Train 6 runs" }).click();
  await expect(page.getByRole("heading", { name: "Long forests" })).toBeVisible();

  await page
    .getByRole("link", { name: /sweep of 6/ })
    .first()
    .click();
  await expect(page.getByRole("button", { name: "Stop the sweep" })).toBeVisible();

  await page.getByRole("link", { name: /^Jobs/ }).click();
  await expect(page.getByRole("heading", { name: "Jobs" })).toBeVisible();
  await expect(page.getByText("2 running, 4 waiting")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("Next to start")).toBeVisible();
  await expect(page.getByText("3 ahead in this project")).toBeVisible();
  await expectSoundEverywhere(page, "jobs-running");

  await page.getByLabel("Status").selectOption("Waiting");
  await expect(page).toHaveURL(/status=QUEUED/);
  await expect(page.getByRole("row").filter({ hasText: "Train" })).toHaveCount(4);
  await page.reload();
  await expect(page.getByLabel("Status")).toHaveValue("QUEUED");
  await page
    .getByRole("row")
    .filter({ hasText: "3 ahead" })
    .getByRole("link", { name: /^Train/ })
    .click();
  await expect(page.getByRole("heading", { name: "Ahead in this project" })).toBeVisible();
  await expectSoundEverywhere(page, "job-waiting");

  await page.goBack();
  await page.getByLabel("Status").selectOption("Running");
  await expect(page.getByRole("row").filter({ hasText: "Train" })).toHaveCount(2);
  await page
    .getByRole("row")
    .filter({ hasText: "Train" })
    .first()
    .getByRole("link", { name: /^Train/ })
    .click();
  await expect(page.getByRole("log")).toContainText("target Hazardous", { timeout: 60_000 });
  await expect(page.getByRole("progressbar", { name: "Progress" })).toBeVisible();
  await expectSoundEverywhere(page, "job-running");

  // How many wait by now depends on the machine; the dialog says it, and the button counts both.
  await page.getByRole("button", { name: "Stop the sweep" }).click();
  await expect(page.getByRole("dialog")).toContainText(/jobs? that waits? will not start/);
  await expectSoundEverywhere(page, "job-stop-sweep");
  await page.getByRole("button", { name: /^Stop \d jobs$/ }).click();
  await page
    .getByRole("link", { name: /sweep of 6/ })
    .first()
    .click();
  await expect(page.getByText("6 ended", { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("img", { name: "Stopped" }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Stop the sweep" })).toHaveCount(0);
  await page.goto(`${root}/jobs?status=open`);
  await expect(page.getByText("No results")).toBeVisible();
});
