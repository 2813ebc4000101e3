import { enter, expect, expectSound, join, makeProject, test } from "./journey";

const lines = Array.from({ length: 240 }, (_, i) => {
  const weight = ((i * 37) % 240) / 4;
  return `part ${i},${weight},${Math.round(weight * 3) + (i % 5)},${i % 8 ? "usual" : "rare"}`;
});
const parts = Buffer.from(`label,weight,length,kind\n${lines.join("\n")}\n`);

test("rows are synthesised by class, say how near they are, and mark what learns from them", async ({
  page,
  browser,
}) => {
  test.setTimeout(180_000);
  await enter(page);
  const root = await makeProject(page, "Made up");
  await page.goto(`${root}/data`);
  await page
    .getByLabel("File to upload")
    .setInputFiles({ name: "parts.csv", mimeType: "text/csv", buffer: parts });
  await expect(page.getByRole("heading", { name: "parts", exact: true })).toBeVisible();
  await expect(page.getByText("synthetic rows", { exact: true })).toHaveCount(0);

  await page.getByLabel("More", { exact: true }).click();
  await page.getByRole("link", { name: "Synthetic rows" }).click();
  await expect(page.getByRole("heading", { name: "Synthetic rows of v1" })).toBeVisible();
  await expect(page.getByText("Learned from all 240 rows: the version has no split.")).toBeVisible();
  const columns = page.getByRole("table", { name: "Columns" });
  await expect(columns.getByRole("row", { name: /label new values/ })).toBeVisible();
  await columns.getByLabel("label").uncheck();
  await expect(page.getByText("3 made, 1 left out")).toBeVisible();
  await page
    .getByLabel("Rows of the version")
    .selectOption({ label: "the rows that there are, then synthetic ones" });
  await expect(page.getByLabel("Column that marks each row")).toHaveValue("synthetic");
  await page.getByLabel("Learned from").selectOption({ label: "each class of kind" });
  await expect(page.getByLabel("Synthetic rows of rare")).toHaveValue("180");
  await expect(page.getByLabel("Synthetic rows of usual")).toHaveValue("0");
  await page.getByLabel("Save as dataset").fill("balanced");
  await expectSound(page, "the form");
  await page.getByRole("button", { name: "Make synthetic rows" }).click();

  await expect(page.getByRole("heading", { name: "balanced", exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("420 rows × 4 columns")).toBeVisible();
  await expect(page.getByText("synthetic rows", { exact: true })).toBeVisible();
  const report = page.getByRole("region", { name: "Synthetic rows" });
  await expect(report).toContainText("180 rows from parts v1, seed 42; marked by synthetic");
  await expect(report).toContainText("rare 180");
  await report.getByText("Closeness of 4 columns").click();
  await expect(report.getByRole("row", { name: /weight drawn between its values 0\.\d+/ })).toBeVisible();
  await expect(report.getByRole("row", { name: /label left out –/ })).toBeVisible();
  await expectSound(page, "the version");
  await page.getByRole("link", { name: "Lineage" }).click();
  await expect(page.getByRole("row", { name: /parts v1 synthesised from/ })).toBeVisible();

  await page.getByRole("link", { name: "Train", exact: true }).click();
  // neither is the mark what is to be predicted, nor is anything learned from it
  await expect(page.getByLabel("Predict")).toHaveValue("kind");
  const excluded = page.getByRole("group", { name: "Excluded columns" });
  await expect(excluded.getByLabel("synthetic")).toBeChecked();
  await page.getByLabel("Trees").fill("10");
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await page.getByRole("link", { name: "forest-10" }).click();
  await expect(page.getByRole("heading", { name: "forest-10" })).toBeVisible();
  await expect(page.getByText("synthetic rows", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Register" })).toBeVisible({ timeout: 60_000 });
  await page.getByRole("button", { name: "Register" }).click();
  await page.keyboard.type("sorter");
  await page.getByRole("dialog").getByRole("button", { name: "Register" }).click();
  await expect(page.getByRole("heading", { name: "sorter" })).toBeVisible();
  await expect(page.getByText("synthetic rows", { exact: true }).first()).toBeVisible();

  await page.goto(`${root}/data`);
  await expect(page.getByRole("row", { name: /balanced/ })).toContainText("synthetic rows");
  await expect(page.getByRole("row", { name: /^parts v1/ })).not.toContainText("synthetic rows");
  const viewer = await join(page, browser, root, "Vic Viewer", "VIEWER");
  await viewer.goto(`${root}/data/balanced`);
  await expect(viewer.getByText("synthetic rows", { exact: true })).toBeVisible();
  await expect(viewer.getByLabel("More", { exact: true })).toHaveCount(0);
  await viewer.goto(`${root}/data/balanced/synthetic`);
  await expect(viewer.getByText("Your role does not allow this")).toBeVisible();
});
