import type { Page } from "@playwright/test";
import { expect, newNotebook, test } from "./journey";

const texts = (page: Page) => page.locator(".cell .src pre").allTextContents();
const cellAt = (page: Page, number: number) => page.getByRole("article").nth(number - 1);

/** Puts cells of TypeScript with these texts into an empty notebook, behind its title. */
async function fill(page: Page, ...sources: string[]): Promise<void> {
  for (const [i, source] of sources.entries()) {
    if (i > 0) await page.getByRole("group", { name: "Add a cell" }).getByText("TypeScript").click();
    else await page.getByRole("textbox", { name: "Cell 2, TypeScript, text" }).click();
    await expect(cellAt(page, i + 2).locator(".monaco-editor")).toBeVisible();
    await page.keyboard.type(source);
    await page.keyboard.press("Escape");
  }
  await expect.poll(() => texts(page)).toEqual(sources);
}

/** Takes a cell by its handle and moves the pointer to the upper or lower part of another one. */
async function drag(page: Page, from: number, to: number, part: "upper" | "lower"): Promise<void> {
  await cellAt(page, from).hover();
  await cellAt(page, from).locator(".grip").hover();
  await page.mouse.down();
  const box = (await cellAt(page, to).boundingBox())!;
  const y = box.y + (part === "upper" ? 4 : box.height - 4);
  await page.mouse.move(box.x + 20, y - 2, { steps: 3 });
  await page.mouse.move(box.x + 20, y, { steps: 3 });
}

test("a cell is dragged by its handle to where the line says; Esc leaves it, and Z takes it back", async ({
  page,
}) => {
  await newNotebook(page, "Dragged cells");
  await fill(page, "1 + 1", "2 + 2", "3 + 3");
  const line = page.locator(".drop-line");
  await drag(page, 4, 2, "upper");
  await expect(line).toBeVisible();
  const [where, second] = [(await line.boundingBox())!, (await cellAt(page, 2).boundingBox())!];
  expect(Math.abs(where.y - second.y)).toBeLessThan(6);
  await page.mouse.up();
  await expect.poll(() => texts(page)).toEqual(["3 + 3", "1 + 1", "2 + 2"]);
  await expect(line).toHaveCount(0);
  await expect(cellAt(page, 2)).toBeFocused();
  await page.keyboard.press("z");
  await expect.poll(() => texts(page)).toEqual(["1 + 1", "2 + 2", "3 + 3"]);

  await drag(page, 2, 4, "lower");
  await expect(line).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(line).toHaveCount(0);
  await page.mouse.up();
  expect(await texts(page)).toEqual(["1 + 1", "2 + 2", "3 + 3"]);

  await drag(page, 3, 3, "lower"); // where it is, there is no line, and nothing to take back
  await expect(line).toHaveCount(0);
  await page.mouse.up();
  await expect.poll(() => texts(page)).toEqual(["1 + 1", "2 + 2", "3 + 3"]);
});

test("a cell that is dragged to the window's edge scrolls the page", async ({ page }) => {
  await newNotebook(page, "Scrolled by dragging");
  await page.setViewportSize({ width: 1280, height: 420 });
  await fill(page, "1", "2", "3", "4", "5", "6", "7", "8");
  await page.evaluate(() => scrollTo(0, 0));
  await cellAt(page, 2).hover();
  await cellAt(page, 2).locator(".grip").hover();
  await page.mouse.down();
  await page.mouse.move(300, 380, { steps: 4 });
  await page.mouse.move(300, 412, { steps: 4 });
  await expect(cellAt(page, 9)).toBeInViewport();
  await expect
    .poll(() => page.evaluate(() => Math.ceil(scrollY + innerHeight) >= document.body.scrollHeight))
    .toBe(true);
  await page.mouse.move(300, (await cellAt(page, 9).boundingBox())!.y + 60);
  await page.mouse.up();
  await expect.poll(() => texts(page)).toEqual(["2", "3", "4", "5", "6", "7", "8", "1"]);
});

test("a cell of any language is put between two others by the mouse", async ({ page }) => {
  await newNotebook(page, "Put between");
  await fill(page, "1 + 1", "2 + 2");
  const { x, y, width } = (await cellAt(page, 3).boundingBox())!;
  await page.mouse.move(x + width / 2 + 22, y);
  await page.mouse.click(x + width / 2 + 22, y);
  await page.locator(".add-above[open]").getByRole("button", { name: "SQL" }).click();
  const added = page.getByRole("article", { name: "Cell 3, SQL" });
  await expect(added.locator(".monaco-editor")).toBeVisible();
  await page.keyboard.type("select 1");
  await page.keyboard.press("Escape");
  await expect.poll(() => texts(page)).toEqual(["1 + 1", "select 1", "2 + 2"]);
  await page.keyboard.press("z");
  await expect.poll(() => texts(page)).toEqual(["1 + 1", "2 + 2"]);
});
