import { enter, expect, expectSoundEverywhere, makeProject, test } from "./journey";

const text = "id,size,note\n1,007,a\n2,seven,\n3,,b\n4,nine,c\n5,seven,\n6,8,d\n";
const options = JSON.stringify({ format: "csv", columns: [{ name: "size", type: "integer" }] });

test("heads of rows count their cells, and failed ones are listed and settled by clicks", async ({
  page,
  baseURL,
}) => {
  await enter(page);
  const root = await makeProject(page, "Cells that failed");
  const file = { name: "rocks.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
  const sent = { multipart: { file, options }, headers: { origin: baseURL! } };
  expect((await page.request.post(`/api${root}/datasets`, sent)).status()).toBe(201);
  await page.goto(`${root}/data/rocks?view=rows`);

  await expect(page.getByRole("button", { name: "note: 4 valid 0 failed 2 missing" })).toBeVisible();
  const height = await page.getByLabel("Rows where").evaluate((field) => field.clientHeight);
  expect(height).toBeLessThanOrEqual(34);
  await page.getByRole("button", { name: "size: 2 valid 3 failed 1 missing" }).click();
  await expect(page).toHaveURL(/cells=size/);
  const failed = page.getByRole("region", { name: "Failed cells of size" });
  await expect(failed.getByRole("row", { name: "4 5 nine is no whole number up to 2^53" })).toBeVisible();
  await expect(failed.getByRole("row")).toHaveCount(4);
  await expectSoundEverywhere(page, "rows-cells");

  await page.getByRole("textbox", { name: "seven is read as" }).fill("7");
  await page.getByRole("button", { name: "Read 1 text so" }).click();
  await expect(page).toHaveURL(/version=2/);
  await page.getByRole("button", { name: "size: 4 valid 1 failed 1 missing" }).click();
  await page.getByRole("button", { name: "Make them missing" }).click();
  await expect(page).toHaveURL(/version=3/);
  await page.getByRole("button", { name: "size: 4 valid 0 failed 2 missing" }).click();
  await page.getByRole("button", { name: "Show the 2 rows without a value" }).click();
  await expect(page).toHaveURL(/is_missing/);
  await expect(page.getByText("1–2 of 2 that match")).toBeVisible();
  await page.getByRole("link", { name: "Drop them in a recipe" }).click();
  await expect(page.getByText("Drop rows that lack size")).toBeVisible();

  await page.goto(`${root}/data/rocks?view=rows&version=1&cells=size`);
  await page.getByRole("button", { name: "Leave out their rows" }).click();
  const after = "size: 2 valid 0 failed 1 missing 3 left out with their rows";
  await page.getByRole("button", { name: after }).click();
  await expect(failed.getByRole("row", { name: "left out 3 seven" })).toBeVisible();
});
