import { enter, expect, makeProject, test } from "./journey";

// A trace would wait for the frame that the loop keeps busy.
test.use({ trace: "off" });

test("an endless loop in a cell can be stopped, and the page stays alive", async ({ page }) => {
  await enter(page);
  const root = await makeProject(page, "Loops");
  await page.goto(`${root}/notebooks`);
  await page.getByRole("button", { name: "New notebook" }).click();
  await page.getByRole("textbox", { name: "Cell 2, TypeScript, text" }).click();
  await expect(page.locator(".monaco-editor")).toBeVisible();
  await page.keyboard.type("const a = 1\nwhile (true) {}");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("button", { name: "Stop it" }).click();
  await expect(page.getByRole("button", { name: "Stop it" })).toHaveCount(0);
  await page.getByRole("textbox", { name: "Cell 2, TypeScript, text" }).press("Control+a");
  await page.keyboard.type("const a = 1;\nconst b: number = a +\n  missing;");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("alert").filter({ hasText: "missing is not defined" })).toBeVisible();
  await page.getByRole("textbox", { name: "Cell 2, TypeScript, text" }).press("Control+a");
  await page.keyboard.type("const a = ;");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("alert").filter({ hasText: "Line 1" })).toBeVisible();
  await page.getByRole("textbox", { name: "Cell 2, TypeScript, text" }).press("Control+a");
  await page.keyboard.type("fetch('/api/me').then(() => 'reached', () => 'kept in')");
  await page.keyboard.press("Control+Enter");
  await expect(page.frameLocator("iframe").getByText("kept in")).toBeVisible();
  await page.getByRole("textbox", { name: "Cell 2, TypeScript, text" }).press("Control+a");
  await page.keyboard.type(
    "4200 + Object.getOwnPropertyNames(globalThis).filter((name) => /RTC/.test(name)).length",
  );
  await page.keyboard.press("Control+Enter");
  await expect(page.frameLocator("iframe").getByText("4200")).toBeVisible();
});
