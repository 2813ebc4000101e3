import type { Page } from "@playwright/test";
import { expect, expectSound, join, newNotebook, test } from "./journey";

const code = (page: Page, number: number) =>
  page.getByRole("textbox", { name: `Cell ${number}, TypeScript, text` });

/** Types into the second cell, runs it and stands on it, outside of its text. */
async function write(page: Page, text: string): Promise<void> {
  await code(page, 2).click();
  await expect(page.locator(".monaco-editor")).toBeVisible();
  await page.keyboard.type(text);
  await page.keyboard.press("Control+Enter");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("article", { name: "Cell 2, TypeScript" })).toBeFocused();
}

test("H hides a cell's code for everybody behind a bar with its names, and Z shows it again", async ({
  page,
  browser,
}) => {
  const root = await newNotebook(page, "Hidden code");
  await write(page, "const near = 41 + 1\ndisplay(near)");
  await expect(page.frameLocator("iframe").getByText("42", { exact: true })).toBeVisible();
  await page.keyboard.press("h");
  const bar = page.getByRole("button", { name: "Show the code of cell 2" });
  await expect(bar).toBeVisible();
  await expect(bar).toContainText("near");
  await expect(code(page, 2)).toHaveCount(0);
  await expect(page.frameLocator("iframe").getByText("42", { exact: true })).toBeVisible();
  await expectSound(page, "a cell whose code is hidden");
  await expect(page.getByText("Saved", { exact: false }).first()).toBeVisible();

  const at = page.url();
  const guest = await join(page, browser, root, "Hana Brix", "VIEWER");
  await guest.goto(at);
  await guest.getByRole("button", { name: "Show the code of cell 2" }).click();
  await expect(code(guest, 2)).toHaveText("const near = 41 + 1 display(near)");
  await guest.close();

  await page.goto(at);
  await bar.click(); // what the viewer looked at was for them alone
  await expect(code(page, 2)).toHaveText("const near = 41 + 1 display(near)");
  await page.keyboard.press("Escape");
  await code(page, 2).press("Escape");
  await page.keyboard.press("z");
  await expect(bar).toBeVisible();
  await page.getByRole("article", { name: "Cell 2, TypeScript" }).press("o");
  await expect(page.getByRole("button", { name: "Output hidden. Show" })).toBeVisible();
  await page.keyboard.press("Enter"); // writing shows the code, and leaving hides it again
  await expect(page.locator(".monaco-editor")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(bar).toBeVisible();
  await page.getByLabel("Tools of cell 2").locator("summary").click();
  await page.getByRole("button", { name: "Show output" }).click();
  await expect(page.getByRole("button", { name: "Output hidden. Show" })).toHaveCount(0);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("Hide or show the cell's code");
  await page.keyboard.press("Enter");
  await expect(code(page, 2)).toBeVisible();
});

test("L numbers the lines of a cell, Shift L those of all, and the browser keeps it", async ({ page }) => {
  await newNotebook(page, "Numbered lines");
  await write(page, "const a = 1");
  const numbers = page.locator(".line-numbers");
  await expect(numbers).toHaveCount(0);
  await page.keyboard.press("l");
  await expect(numbers).toHaveText(["1\n"]);
  await page.keyboard.press("Enter");
  await expect(page.locator(".monaco-editor .line-numbers").first()).toHaveText("1");
  await page.keyboard.press("Control+End");
  await page.keyboard.type("\nconst b = 2");
  await page.keyboard.press("Escape");
  await expect(numbers).toHaveText(["1\n2\n"]);
  await page.keyboard.press("b");
  await expect(page.getByRole("article")).toHaveCount(3);
  await page.keyboard.press("Shift+L");
  await expect(numbers).toHaveText(["1\n2\n", "1\n"]);
  await page.reload();
  await expect(numbers).toHaveText(["1\n2\n", "1\n"]);
  await code(page, 2).press("Escape");
  await page.keyboard.press("Shift+L");
  await expect(numbers).toHaveCount(0);
});
