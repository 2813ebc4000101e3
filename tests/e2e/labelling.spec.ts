import type { Page } from "@playwright/test";
import { enter, expect, expectSoundEverywhere, join, makeProject, test } from "./journey";

const rocks = "id,size,kind\n1,0.5,a\n2,12.25,b\n3,3.5,a\n4,,b\n";

/** Presses a key when a row is before the person, and waits until another, or none, is. */
async function answer(page: Page, row: number, key: string, next: string) {
  await expect(page.getByRole("heading", { name: `Row ${row}`, exact: true })).toBeVisible();
  await page.keyboard.press(key);
  await expect(page.getByRole("heading", { name: next, exact: true })).toBeVisible();
}

test("two people label rows by keys, what they disagree on is settled, and a version is made of it", async ({
  page,
  browser,
  baseURL,
}) => {
  test.slow();
  await enter(page);
  const root = await makeProject(page, "Rocks by hand");
  const file = { name: "rocks.csv", mimeType: "text/csv", buffer: Buffer.from(rocks) };
  const options = { multipart: { file }, headers: { origin: baseURL! } };
  expect((await page.request.post(`/api${root}/datasets`, options)).status()).toBe(201);
  const columns = [{ name: "size", unit: "km", description: "The longest side" }];
  const said = { data: { columns }, headers: { origin: baseURL! } };
  expect((await page.request.put(`/api${root}/datasets/rocks/dictionary`, said)).status()).toBe(200);
  const mei = await join(page, browser, root, "Mei Lindqvist", "EDITOR");

  await page.goto(`${root}/data/rocks`);
  await page.getByRole("link", { name: "Labels", exact: true }).click();
  await expect(page.getByRole("heading", { name: "No labelling tasks yet" })).toBeVisible();
  await page.keyboard.press("n");
  await page.getByRole("textbox", { name: "Name" }).pressSequentially("verdict");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Is it worth a second look?");
  await page.keyboard.press("Tab");
  await page.keyboard.type("yes\nno\nnot to be said");
  await page.getByRole("spinbutton", { name: "People a row" }).fill("2");
  await page.getByRole("textbox", { name: "Only where, optional" }).fill("id <= 3");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "verdict", exact: true })).toBeVisible();
  await expect(page.getByText("rows where id <= 3")).toBeVisible();

  await page.getByRole("link", { name: "Label rows" }).click();
  await expect(page.getByRole("definition").filter({ hasText: "0.5 km" })).toBeVisible();
  await expect(page.getByText("The longest side")).toBeVisible();
  await expectSoundEverywhere(page, "label-queue-row");
  await answer(page, 1, "1", "Row 2");
  await page.keyboard.press("t");
  await page.keyboard.type("5 m across");
  await page.keyboard.press("Enter");
  await answer(page, 2, "2", "Row 3");
  await page.keyboard.press("z");
  await expect(page.getByRole("heading", { name: "Row 2", exact: true })).toBeVisible();
  await answer(page, 2, "1", "Row 3");
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByText("the last", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "yes", pressed: true })).toBeVisible();
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByText("2 back")).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByText("the last", { exact: true })).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await answer(page, 3, "s", "No row");
  await expect(page.getByText("Every row that wants a label from you has one.")).toBeVisible();

  await mei.goto(page.url());
  await answer(mei, 1, "1", "Row 2");
  await answer(mei, 2, "2", "Row 3");
  await answer(mei, 3, "3", "No row");

  await page.getByRole("link", { name: "verdict", exact: true }).click();
  await expect(page.getByText("2 of 3 rows have 2 labels")).toBeVisible();
  await expect(page.getByText("Cohen’s κ")).toBeVisible();
  const one = page.getByRole("listitem").filter({ hasText: "Row 2" });
  await expect(one).toContainText("Mei Lindqvist");
  await one.getByText("Row 2").click();
  await expect(one.getByText("12.25")).toBeVisible();
  await expectSoundEverywhere(page, "label-task-settling");
  await page.getByRole("button", { name: "Settle by majority" }).click();
  await expect(
    page.getByText("0 rows settled by what more than half of their labels say; open: 1 tie."),
  ).toBeVisible();
  await page.getByRole("heading", { name: "Disagreements" }).click();
  await page.keyboard.press("j");
  await expect(one).toHaveAttribute("aria-current", "true");
  await expectSoundEverywhere(page, "label-task-cursor");
  await page.keyboard.press("2");
  await expect(page.getByText("No row with all 2 labels waits to be settled.")).toBeVisible();
  await page.getByRole("button", { name: "Settled", exact: true }).click();
  await expect(page.getByText("settled as no by Inés Carvajal, by hand")).toBeVisible();

  await page.getByRole("checkbox", { name: "With the number of labels" }).check();
  await page.getByRole("button", { name: "Save version" }).click();
  await expect(page).toHaveURL(/version=2&view=rows/);
  await expect(page.getByRole("row", { name: /Copy row 1 1 .*yes/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /Copy row 2 2 .*no/ })).toBeVisible();
  await page.getByRole("link", { name: "Lineage" }).click();
  await page.getByRole("link", { name: "verdict labels" }).click();
  await expect(page.getByRole("heading", { name: "verdict", exact: true })).toBeVisible();
  await page.getByLabel("More", { exact: true }).click();
  await page.getByRole("button", { name: "Close: nobody labels any more" }).click();
  await expect(page.getByText("closed", { exact: true })).toBeVisible();
  await mei.reload();
  await expect(mei.getByRole("heading", { name: "The task is closed" })).toBeVisible();
});
