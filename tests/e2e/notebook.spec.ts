import type { Page } from "@playwright/test";
import { enter, expect, expectSoundEverywhere, makeProject, test } from "./journey";

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

/** An empty notebook of a project of its own, open, with the caret in its first code cell. */
async function open(page: Page, name: string) {
  await enter(page);
  const root = await makeProject(page, name);
  await page.goto(`${root}/notebooks`);
  await page.getByRole("button", { name: "New notebook" }).click();
  const cell = page.getByRole("textbox", { name: "Cell 2, TypeScript, text" });
  await cell.click();
  await expect(page.locator(".monaco-editor")).toBeVisible();
  const write = async (source: string) => {
    await cell.press("Control+a");
    await page.keyboard.type(source);
    await page.keyboard.press("Control+Enter");
  };
  return { root, cell, write, frame: page.frameLocator("iframe") };
}

test("a table is saved by a click, never by opening or running, and equal rows are the same version", async ({
  page,
}) => {
  const { root, write } = await open(page, "Saving");
  await write('saveDataset("prepared", [{ a: 1, b: 2 }, { a: 3, b: 4 }])');
  const save = page.getByRole("button", { name: "Save 2 rows × 2 columns as prepared" });
  await expect(save).toBeVisible();
  await expect(page.getByText("Saved · revision 2")).toBeVisible();
  await page.reload();
  await expect(save).toBeVisible();
  const datasets = `/api${root}/datasets`;
  expect(await (await page.request.get(datasets)).json()).toMatchObject({ datasets: [] });
  await save.click();
  await expect(page.getByText("Saved prepared v1: 2 rows × 2 columns")).toBeVisible();
  await page.getByRole("button", { name: "Run cell 2" }).click();
  await save.click();
  await expect(page.getByText("Saved prepared v1: 2 rows × 2 columns")).toBeVisible();
  await expectSoundEverywhere(page, "notebook-saved");
  await page.getByRole("link", { name: "prepared v1" }).click();
  await expect(page.getByRole("heading", { name: "prepared" })).toBeVisible();
});

test("a flood of messages ends the frame and not the page, and does not begin again by itself", async ({
  page,
}) => {
  const { write, cell } = await open(page, "Floods");
  await write("for (let i = 0; i < 20000; i++) globalThis.parent.postMessage({ op: 'failed', id: 1 }, '*')");
  const banner = page.getByRole("alert").filter({ hasText: "A cell sent too many messages" });
  await expect(banner).toBeVisible();
  await expect(page.getByText("Saved · revision 2")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("alert").filter({ hasText: "Opened without running" })).toBeVisible();
  await cell.click();
  await expect(page.locator(".monaco-editor")).toBeVisible();
  await write("for (let i = 0; i < 1500; i++) dataset('none').catch(({ message }) => console.log(message))");
  await expect(page.frameLocator("iframe").getByText("Too many requests at once").first()).toBeVisible();
  await write("40 + 2");
  await expect(page.frameLocator("iframe").getByText("42", { exact: true })).toBeVisible();
  await expect(banner).toHaveCount(0);
});

test("a notebook opens without running where the address asks for it", async ({ page }) => {
  const { write, frame } = await open(page, "Still");
  await write("`ran ${1 + 1}`");
  await expect(frame.getByText("ran 2")).toBeVisible();
  await expect(page.getByText("Saved · revision 2")).toBeVisible();
  await page.goto(`${page.url()}?run=no`);
  await expect(page.getByRole("alert").filter({ hasText: "Opened without running" })).toBeVisible();
  await expect(page.locator("[data-status='idle']")).toHaveCount(2);
  await page.getByRole("button", { name: "Run all cells" }).click();
  await expect(frame.getByText("ran 2")).toBeVisible();
});

test("a cell that waits for ever can be changed and run, and what it prints or throws later is seen", async ({
  page,
}) => {
  const faults: Error[] = [];
  page.on("pageerror", (error) => faults.push(error));
  const { write, frame } = await open(page, "Later");
  await write("await new Promise(() => {})");
  await expect(page.locator("#cell-2[data-status='running']")).toBeVisible();
  await write("10 + 1");
  await expect(frame.getByText("11", { exact: true })).toBeVisible();
  await write("console.log('printed', new Map([['a', /x/g]])); throw { code: 7 }");
  await expect(page.getByRole("alert").filter({ hasText: '"code": 7' })).toBeVisible();
  await expect(frame.getByText(/printed.*Map of 1/s)).toBeVisible();
  await write("const later: number = 1;\n\n\nsetTimeout(() => { throw new Error('too late') }, 10)");
  await expect(page.getByRole("alert").filter({ hasText: "too late" })).toContainText("Line 4, later");
  expect(faults.filter(({ message }) => !/too late/.test(message))).toEqual([]);
});

test("a cell that begins with an empty line is drawn as it was written", async ({ page }) => {
  const faults: string[] = [];
  // Not every browser knows the directive that forbids peer connections.
  const isFault = (text: string) => !text.includes("directive 'webrtc'");
  page.on("console", (message) => {
    if (message.type() === "error" && isFault(message.text())) faults.push(message.text());
  });
  const { write, cell } = await open(page, "Lines");
  await write("\n\n1 + 1");
  await expect(page.getByText("Saved · revision 2")).toBeVisible();
  await page.reload();
  await expect(page.frameLocator("iframe").getByText("2", { exact: true })).toBeVisible();
  expect(await cell.textContent()).toBe("\n\n1 + 1");
  expect(faults).toEqual([]);
});
