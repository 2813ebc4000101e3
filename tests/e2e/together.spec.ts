import type { Browser, Page } from "@playwright/test";
import { enter, expect, expectSoundEverywhere, join, makeProject, test } from "./journey";

const cell = (page: Page, n: number) => page.getByRole("article", { name: new RegExp(`^Cell ${n},`) });
const text = (page: Page, n: number) =>
  page.getByRole("textbox", { name: new RegExp(`^Cell ${n}, .*, text`) });
const saved = (page: Page) => page.getByText(/^Saved · revision \d+$/);

/** Opens a cell's editor, with the caret at the end of its text. */
async function edit(page: Page, n: number): Promise<void> {
  await text(page, n).click();
  await expect(cell(page, n).locator(".monaco-editor")).toBeVisible();
  await page.keyboard.press("Control+End");
}

/** What a cell's text is now, in an editor or not. */
async function shown(page: Page, n: number): Promise<string> {
  const lines = await cell(page, n).locator(".view-line").allTextContents();
  const whole = lines.length > 0 ? lines.join("\n") : await text(page, n).textContent();
  return (whole ?? "").replaceAll("\u00a0", " ");
}

/** A notebook that two people have open, each in a browser of their own. */
async function openTwice(page: Page, browser: Browser, name: string, role = "EDITOR") {
  await enter(page);
  const root = await makeProject(page, name);
  await page.goto(`${root}/notebooks`);
  await page.getByRole("button", { name: "New notebook" }).click();
  await expect(text(page, 2)).toBeVisible();
  const address = new URL(page.url()).pathname;
  const guest = await join(page, browser, root, "Edda Lund", role);
  await page.goto(address);
  await guest.goto(address);
  await expect(page.getByRole("list", { name: "Also here" })).toContainText("Edda Lund");
  await expect(guest.getByRole("list", { name: "Also here" })).toContainText("Inés Carvajal");
  return { guest };
}

test("two people type in one cell and in different ones, and each sees what the other writes", async ({
  page,
  browser,
}) => {
  const { guest } = await openTwice(page, browser, "Two at once");
  await edit(page, 2);
  await page.keyboard.type("const mine = 1;");
  await expect.poll(() => shown(guest, 2)).toBe("const mine = 1;");
  await expect(guest.getByRole("list", { name: "Also here" })).toContainText("Inés Carvajal · cell 2");

  await edit(guest, 2);
  await guest.keyboard.press("Control+Home");
  await Promise.all([page.keyboard.type(" // inés"), guest.keyboard.type("// edda\n")]);
  const both = "// edda\nconst mine = 1; // inés";
  await expect.poll(() => shown(page, 2)).toBe(both);
  await expect.poll(() => shown(guest, 2)).toBe(both);

  // undo takes back one's own typing, and never what the other wrote
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await expect.poll(() => shown(guest, 2)).toBe("// edda\n");
  await page.keyboard.press("Control+Shift+z");
  await expect.poll(() => shown(guest, 2)).toContain("const mine = 1;");
  await guest.keyboard.press("Escape");
  await expect(saved(page)).toBeVisible();
  await expect(saved(guest)).toBeVisible();
  await page.reload();
  expect(await shown(page, 2)).toBe(await shown(guest, 2));
  await expectSoundEverywhere(guest, "notebook-together");
});

test("cells that two people add, move and delete at once are all there once, and come back by name", async ({
  page,
  browser,
}) => {
  const { guest } = await openTwice(page, browser, "Cells of two");
  const add = (who: Page) =>
    who.getByRole("group", { name: "Add a cell" }).getByRole("button", { name: "TypeScript" }).click();
  await Promise.all([add(page), add(guest)]);
  for (const who of [page, guest]) await expect(who.getByRole("article")).toHaveCount(4);
  const focused = page.locator(".cell.focus .monaco-editor");
  await expect(focused).toBeVisible();
  await page.keyboard.type("const added = 5");
  await page.keyboard.press("Escape");
  await expect(guest.getByRole("article").filter({ hasText: "const added = 5" })).toHaveCount(1);

  await guest.getByLabel("More for cell 1").click();
  await guest
    .getByRole("menuitem", { name: "Move down" })
    .or(guest.getByRole("button", { name: "Move down" }))
    .click();
  for (const who of [page, guest])
    await expect(who.getByRole("article", { name: "Cell 2, Markdown" })).toBeVisible();

  await page.getByLabel("More for cell 1").click();
  await page
    .getByRole("menuitem", { name: "Delete" })
    .or(page.getByRole("button", { name: "Delete" }))
    .click();
  await expect(guest.getByRole("article")).toHaveCount(3);
  const told = page.getByRole("status").filter({ hasText: "Cell 1, TypeScript, was deleted." });
  await told.getByRole("button", { name: "Undo" }).click();
  for (const who of [page, guest]) await expect(who.getByRole("article")).toHaveCount(4);
});

test("what is written without a connection is kept, and joins what others wrote when it returns", async ({
  page,
  browser,
}) => {
  const { guest } = await openTwice(page, browser, "Away");
  await edit(page, 2);
  await page.keyboard.type("one;");
  await expect.poll(() => shown(guest, 2)).toBe("one;");
  await page.context().setOffline(true);
  await expect(page.getByText("Not connected: saved when the connection returns")).toBeVisible();
  await page.keyboard.type(" while away;");
  await edit(guest, 2);
  await guest.keyboard.press("Control+Home");
  await guest.keyboard.type("meanwhile; ");
  await page.context().setOffline(false);
  await expect.poll(() => shown(page, 2)).toBe("meanwhile; one; while away;");
  await expect.poll(() => shown(guest, 2)).toBe("meanwhile; one; while away;");
  await expect(saved(page)).toBeVisible();
});

test("a viewer sees what is written as it is written, and cannot write", async ({ page, browser }) => {
  const { guest } = await openTwice(page, browser, "Watched", "VIEWER");
  await edit(page, 2);
  await page.keyboard.type("const seen = 42");
  await expect.poll(() => shown(guest, 2)).toBe("const seen = 42");
  await text(guest, 2).click();
  await expect(guest.locator(".monaco-editor")).toHaveCount(0);
  await expect(guest.getByRole("group", { name: "Add a cell" })).toHaveCount(0);
  await expect(saved(page)).toBeVisible();
});

test("revisions say who changed what and when, cell by cell, and one is restored by a click", async ({
  page,
  browser,
}) => {
  const { guest } = await openTwice(page, browser, "Revised", "VIEWER");
  await edit(page, 2);
  await page.keyboard.type("const first = 1;");
  await expect(saved(page)).toBeVisible();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("const second = 2;");
  await expect(saved(page)).toBeVisible();

  await page.getByRole("link", { name: "Revisions" }).click();
  await expect(page.getByRole("heading", { name: "Revisions", exact: true })).toBeVisible();
  const changed = page.getByRole("article", { name: "Cell 2, changed" });
  await expect(changed).toContainText("const second = 2;");
  await expectSoundEverywhere(page, "revisions");
  const list = page.getByRole("table", { name: /^Revisions/ });
  await expect(list.getByRole("row").nth(1)).toContainText("Inés Carvajal");
  const earlier = list.getByRole("row").nth(2).getByRole("link");
  const number = await earlier.textContent();
  await earlier.click();
  await expect(page.getByRole("heading", { name: `Revision ${number}`, exact: true })).toBeVisible();
  await expect(changed).toContainText("+ const first = 1;");

  const address = new URL(page.url());
  await guest.goto(`${address.pathname}${address.search}`);
  await expect(guest.getByRole("article", { name: "Cell 2, changed" })).toBeVisible();
  await expect(guest.getByRole("button", { name: /^Restore/ })).toHaveCount(0);

  await page.getByRole("button", { name: `Restore revision ${number}` }).click();
  await expect(page.getByRole("heading", { name: "Untitled" })).toBeVisible();
  await expect.poll(() => shown(page, 2)).toBe("const first = 1;");
  await page.reload();
  await expect.poll(() => shown(page, 2)).toBe("const first = 1;");
});

test("a notebook is copied and deleted from the list; who has it open is told; undo takes it back", async ({
  page,
  browser,
}) => {
  const { guest } = await openTwice(page, browser, "Put away");
  await edit(page, 2);
  await page.keyboard.type("const kept = 1;");
  await expect(saved(page)).toBeVisible();
  const list = new URL(page.url()).pathname.replace(/\/[^/]+$/, "");
  await page.goto(list);
  const more = page.getByLabel("More for Untitled", { exact: true });
  await more.click();
  await page.getByRole("button", { name: "Duplicate" }).click();
  await expect(page.getByRole("heading", { name: "Untitled (copy)" })).toBeVisible();
  await expect.poll(() => shown(page, 2)).toBe("const kept = 1;");

  await page.goto(list);
  await more.click();
  await expectSoundEverywhere(page, "notebook-list-menu");
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("Untitled deleted")).toBeVisible();
  await expect(page.getByRole("link", { name: "Untitled", exact: true })).toHaveCount(0);
  await expect(guest.getByRole("alert").filter({ hasText: "notebook" })).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("link", { name: "Untitled", exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Untitled", exact: true }).click();
  await expect.poll(() => shown(page, 2)).toBe("const kept = 1;");
});
