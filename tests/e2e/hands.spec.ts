import type { Page } from "@playwright/test";
import { expect, expectSound, join, newNotebook, test } from "./journey";

const chosen = (page: Page, name: string) => expect(page.getByRole("article", { name })).toBeFocused();
/** The texts of the cells of code, in their order. */
const texts = (page: Page) => page.locator(".cell .src pre").allTextContents();

test("cells are made, run, moved, joined and taken back by Jupyter's keys alone", async ({ page }) => {
  await newNotebook(page, "Cells by keys");
  await page.getByRole("textbox", { name: "Cell 2, TypeScript, text" }).click();
  await expect(page.locator(".monaco-editor")).toBeVisible();
  await page.keyboard.type("const a = 1");
  await page.keyboard.press("Escape");
  await chosen(page, "Cell 2, TypeScript, stale");
  await page.keyboard.press("Control+Enter");
  await chosen(page, "Cell 2, TypeScript");
  await page.keyboard.press("b");
  await chosen(page, "Cell 3, TypeScript");
  await page.keyboard.press("Enter");
  await expect(page.locator(".monaco-editor")).toBeVisible();
  await page.keyboard.type("a + 41");
  await page.keyboard.press("Alt+Enter");
  await expect(page.frameLocator("iframe").getByText("42", { exact: true })).toBeVisible();
  await expect(
    page.getByRole("article", { name: "Cell 4, TypeScript" }).locator(".monaco-editor"),
  ).toBeVisible();
  await page.keyboard.type("7 * 7");
  await page.keyboard.press("Escape");

  await page.keyboard.press("m");
  await chosen(page, "Cell 4, Markdown");
  await page.keyboard.press("z");
  await expect(page.getByRole("status").filter({ hasText: "Cell 4 is of the kind it was." })).toBeVisible();
  await page.keyboard.press("k");
  await page.keyboard.press("ArrowUp");
  await chosen(page, "Cell 2, TypeScript");
  await page.keyboard.press("d");
  expect(await texts(page)).toEqual(["const a = 1", "a + 41", "7 * 7"]);
  await page.keyboard.press("d");
  await expect.poll(() => texts(page)).toEqual(["a + 41", "7 * 7"]);
  await expect(page.getByText("Cell 2, TypeScript, was deleted.")).toBeVisible();
  await page.keyboard.press("z");
  await expect.poll(() => texts(page)).toEqual(["const a = 1", "a + 41", "7 * 7"]);
  await page.keyboard.press("Alt+ArrowDown");
  await expect.poll(() => texts(page)).toEqual(["a + 41", "const a = 1", "7 * 7"]);
  await page.keyboard.press("z");
  await page.keyboard.press("x");
  await page.keyboard.press("v");
  await expect.poll(() => texts(page)).toEqual(["a + 41", "const a = 1", "7 * 7"]);
  await page.keyboard.press("Shift+M");
  await expect.poll(() => texts(page)).toEqual(["a + 41", "const a = 1\n\n7 * 7"]);

  await page.keyboard.press("Enter");
  await expect(page.locator(".monaco-editor")).toBeVisible();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("End");
  await page.keyboard.press("Control+Shift+Minus");
  await page.keyboard.press("Escape");
  await expect.poll(() => texts(page)).toEqual(["a + 41", "const a = 1", "7 * 7"]);
  await chosen(page, "Cell 4, TypeScript");
  await page.keyboard.press("Shift+Enter");
  await expect(page.frameLocator("iframe").getByText("49", { exact: true })).toBeVisible();
});

test("an output is hidden by O, menus and the palette do what keys do, and G D still leads to Data", async ({
  page,
}) => {
  const root = await newNotebook(page, "Cells by menu");
  await page.getByRole("textbox", { name: "Cell 2, TypeScript, text" }).click();
  await expect(page.locator(".monaco-editor")).toBeVisible();
  await page.keyboard.type("6 * 7");
  await page.keyboard.press("Control+Enter");
  await expect(page.frameLocator("iframe").getByText("42", { exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("o");
  const show = page.getByRole("button", { name: "Output hidden. Show" });
  await expect(show).toBeVisible();
  await expectSound(page, "a cell whose output is hidden");
  await show.click();
  await expect(show).toHaveCount(0);

  await page.getByRole("textbox", { name: "Cell 2, TypeScript, text" }).hover();
  await page.locator("summary[aria-label='More for cell 2']").click();
  await page.getByRole("button", { name: "Duplicate" }).click();
  await expect.poll(() => texts(page)).toEqual(["6 * 7", "6 * 7"]);
  await chosen(page, "Cell 3, TypeScript");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("Merge the cell");
  await page.keyboard.press("Enter");
  await expect(page.getByText("There is no cell below to merge with.")).toBeVisible();
  await page.keyboard.press("k");
  await page.keyboard.press("c");
  await expect(page.getByText("Cell 2 was copied.")).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await page.waitForURL(`**${root}/data`);

  await page.goto(`${root}/notebooks`);
  await page.getByRole("button", { name: "New notebook" }).click();
  await page.getByRole("textbox", { name: "Cell 2, TypeScript, text" }).press("Escape");
  await page.keyboard.press("v");
  await expect.poll(() => texts(page)).toEqual([expect.anything(), "6 * 7"]);
});

test("keys of a viewer move between cells and change nothing", async ({ page, browser }) => {
  const root = await newNotebook(page, "Cells of others");
  const at = page.url();
  const guest = await join(page, browser, root, "Vera Lindt", "VIEWER");
  await guest.goto(at);
  await guest.getByRole("textbox", { name: "Cell 2, TypeScript, text" }).press("Escape");
  await chosen(guest, "Cell 2, TypeScript");
  for (const key of ["b", "a", "d", "d", "m", "v", "Shift+M", "Alt+ArrowUp", "Enter"])
    await guest.keyboard.press(key);
  await expect(guest.getByRole("article")).toHaveCount(2);
  await guest.keyboard.press("k");
  await expect(guest.getByRole("article").first()).toBeFocused();
});
