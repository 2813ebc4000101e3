import type { Page } from "@playwright/test";
import { expect, expectSound, newNotebook, test } from "./journey";

const cellAt = (page: Page, number: number) => page.getByRole("article").nth(number - 1);
const code = (page: Page, number: number) =>
  page.getByRole("textbox", { name: `Cell ${number}, TypeScript, text` });
const news = (page: Page) => page.getByRole("status", { name: "Runs" });

/** Writes a cell of TypeScript behind the others, runs it, and leaves its text. */
async function write(page: Page, number: number, source: string): Promise<void> {
  if (number > 2) await page.getByRole("group", { name: "Add a cell" }).getByText("TypeScript").click();
  else await code(page, 2).click();
  await expect(cellAt(page, number).locator(".monaco-editor")).toBeVisible();
  await page.keyboard.insertText(source);
  await page.keyboard.press("Control+Enter");
  await page.keyboard.press("Escape");
}

test("one cell is stopped, and with it what waits for it; the others run on", async ({ page }) => {
  await newNotebook(page, "Stopped cells");
  await write(page, 2, "const slow = await new Promise(() => {})");
  await write(page, 3, "slow + 1");
  await write(page, 4, 'await new Promise((go) => setTimeout(go, 60_000)), "late"');
  const stopped = (number: number) => cellAt(page, number).getByText("Stopped by you");
  await expect(page.getByRole("article", { name: "Cell 3, TypeScript, running" })).toBeVisible();
  await cellAt(page, 2).hover();
  await page.getByRole("button", { name: "Stop cell 2" }).click();
  await expect(stopped(2)).toBeVisible();
  await expect(stopped(3)).toBeVisible();
  await expect(page.getByRole("article", { name: "Cell 4, TypeScript, running" })).toBeVisible();
  await expect(news(page)).toHaveText(/Cell 2 stopped\. Cell 3 stopped\.$/);
  // a cell that only waits is stopped without that for which it waits
  await page.getByRole("button", { name: "Run cell 3" }).click();
  await page.getByRole("button", { name: "Run cell 2" }).click();
  await expect(page.getByRole("article", { name: "Cell 3, TypeScript, running" })).toBeVisible();
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  for (const number of [2, 3, 4]) await expect(stopped(number)).toBeVisible();
});

test("ends of runs are said once, many of them as numbers", async ({ page }) => {
  await newNotebook(page, "Told runs");
  await write(page, 2, "1 + 1");
  await expect(news(page)).toHaveText(/Cell 2 done in \d+ ms\.$/);
  await write(page, 3, "nothing.there");
  await expect(news(page)).toHaveText(/Cell 3 failed: nothing is not defined\.$/);
  await expect(cellAt(page, 3).getByRole("alert")).toHaveCount(0);
  await expect(page.getByRole("article", { name: "Cell 3, TypeScript, failed" })).toBeVisible();
  await write(page, 4, "3");
  await write(page, 5, "4");
  await page.getByRole("button", { name: "Run all" }).click();
  await expect(news(page)).toHaveText("4 cells done, 1 failed.");
  await expectSound(page, "a notebook whose cells have run");
});

test("F6 leads from a cell into what it shows and on to the next, and Shift F6 back", async ({ page }) => {
  await newNotebook(page, "Led focus");
  await write(page, 2, 'view(Inputs.text({ label: "Second" }))');
  await write(page, 3, 'view(Inputs.text({ label: "Third" }))');
  const frame = page.frameLocator("iframe");
  await expect(frame.getByLabel("Third")).toBeVisible();
  const focusIn = (number: number) =>
    frame
      .locator("section:focus-within", { has: page.getByRole("textbox") })
      .getByLabel(number === 2 ? "Second" : "Third");
  await code(page, 2).focus();
  await page.keyboard.press("F6");
  await expect(focusIn(2)).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(frame.getByLabel("Second")).toBeFocused();
  await page.keyboard.type("dd"); // letters in an output are letters
  await page.keyboard.press("F6");
  await expect(code(page, 3)).toBeFocused();
  await page.keyboard.type("dd");
  await expect(page.getByRole("article")).toHaveCount(3);
  await page.keyboard.press("F6");
  await expect(focusIn(3)).toBeVisible();
  await page.keyboard.press("Shift+F6");
  await expect(code(page, 3)).toBeFocused();
  await page.keyboard.press("Shift+F6");
  await expect(focusIn(2)).toBeVisible();
  await page.keyboard.press("Shift+F6");
  await expect(code(page, 2)).toBeFocused();
  await expect(frame.getByLabel("Second")).toHaveValue("dd");
});

test("Ctrl M lets Tab leave a cell's text, and indent again", async ({ page }) => {
  await newNotebook(page, "Left by Tab");
  await code(page, 2).click();
  await expect(page.locator(".monaco-editor")).toBeVisible();
  await page.keyboard.type("a");
  await page.keyboard.press("Control+m");
  await page.keyboard.press("Tab");
  await expect(page.locator(".monaco-editor :focus")).toHaveCount(0);
  await page.keyboard.press("Shift+Tab");
  await expect(page.locator(".monaco-editor :focus")).toHaveCount(1);
  await page.keyboard.press("Control+m");
  await page.keyboard.press("Tab");
  await expect(page.locator(".monaco-editor :focus")).toHaveCount(1);
});

test("on a phone each tool of a cell is reached, and Python, names and the title are", async ({ page }) => {
  await newNotebook(page, "On a phone");
  await write(page, 2, "const width = 390");
  await page.setViewportSize({ width: 390, height: 800 });
  await page.getByRole("group", { name: "Add a cell" }).getByText("Python").click();
  await expect(cellAt(page, 3).locator(".monaco-editor")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Names and Python" }).click();
  await expect(page.getByRole("region", { name: "Python" })).toBeInViewport();
  await page.getByRole("link", { name: "Outline and title" }).click();
  await page.getByLabel("Title").fill("Renamed on a phone");
  await expect(page.getByRole("heading", { level: 1, name: "Renamed on a phone" })).toBeVisible();

  await page.getByLabel("Tools of cell 2").locator("summary").click();
  for (const name of ["Insert above", "Duplicate", "Move down", "Hide code", "Hide output", "Delete"]) {
    const item = page.getByLabel("Tools of cell 2").getByRole("button", { name, exact: true });
    const { x, width } = (await item.boundingBox())!;
    expect(x >= 0 && x + width <= 390, name).toBe(true);
  }
  await page.getByLabel("Tools of cell 2").getByRole("button", { name: "Hide code" }).click();
  await expect(page.getByRole("button", { name: "Show the code of cell 2" })).toBeVisible();
  await expectSound(page, "a notebook on a phone");
});
