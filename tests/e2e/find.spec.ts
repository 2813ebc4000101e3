import type { Page } from "@playwright/test";
import { expect, expectSoundEverywhere, newNotebook, test } from "./journey";

const text = (page: Page, n: number) =>
  page.getByRole("textbox", { name: new RegExp(`^Cell ${n}, .*, text`) });

const cells = [
  { id: 11, mode: "ts", source: "const limit = 22\nlimit + 1" },
  { id: 12, mode: "sql", source: "select 1 as limits where 1 < ${limit}" },
  { id: 13, mode: "ts", source: `"${"a".repeat(40)}!"` },
];

test("Ctrl Shift F finds in all cells, leads there, replaces one or all, and one undo takes it back", async ({
  page,
}) => {
  await newNotebook(page, "Finding");
  const address = new URL(page.url()).pathname;
  const { revision } = await (await page.request.get(`/api${address}`)).json();
  await page.request.put(`/api${address}`, { data: { title: "Finding", cells, revision } });
  await page.goto(address);
  await expect(text(page, 3)).toBeVisible();

  // results come from the page's own code, which hears keys by then
  await expect(page.frameLocator("iframe").getByText(/a{40}!/)).toBeVisible();
  await page.keyboard.press("Control+Shift+f");
  const panel = page.getByRole("search", { name: "Find in cells" });
  await expect(panel.getByLabel("Find", { exact: true })).toBeFocused();
  await page.keyboard.type("limit");
  await expect(panel.getByRole("status")).toHaveText("4 places in 2 cells");
  await expectSoundEverywhere(page, "notebook-find");
  await panel.getByLabel("Whole word").click();
  await expect(panel.getByRole("status")).toHaveText("3 places in 2 cells");
  await panel.getByLabel("SQL").click();
  await expect(panel.getByRole("status")).toHaveText("2 places in 1 cell");
  await panel.getByLabel("SQL").click();

  await panel.getByLabel("Replace by").fill("h");
  await panel.getByRole("button", { name: "Replace in cell 1, line 2" }).click();
  await expect(text(page, 1)).toHaveText("const limit = 22\nh + 1");
  await panel.getByRole("button", { name: "Replace all" }).click();
  await expect(text(page, 1)).toHaveText("const h = 22\nh + 1");
  await expect(text(page, 2)).toHaveText("select 1 as limits where 1 < ${h}");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(text(page, 1)).toHaveText("const limit = 22\nh + 1");
  await expect(text(page, 2)).toHaveText("select 1 as limits where 1 < ${limit}");

  // a pattern that never ends is ended, and the panel goes on
  await panel.getByLabel("Regular expression").click();
  await panel.getByLabel("Find", { exact: true }).fill("(a+a+)+$");
  await expect(panel.getByRole("alert")).toHaveText("This expression takes too long. Make it simpler.");
  await panel.getByLabel("Find", { exact: true }).fill("l(i)mit");
  await expect(panel.getByRole("status")).toHaveText("2 places in 2 cells");
  await panel.getByRole("button", { name: /^Cell 2, line 1/ }).click();
  await expect(page.locator("#cell-12 .monaco-editor")).toBeVisible();
  await page.keyboard.type("x");
  await expect(page.locator("#cell-12 .view-line")).toHaveText("select 1 as limits where 1 < ${xlimit}");
});
