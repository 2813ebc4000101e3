import type { Browser, Page } from "@playwright/test";
import { enter, expect, expectSoundEverywhere, join, makeProject, test } from "./journey";

const cell = (page: Page, n: number) => page.getByRole("article", { name: new RegExp(`^Cell ${n},`) });
const text = (page: Page, n: number) =>
  page.getByRole("textbox", { name: new RegExp(`^Cell ${n}, .*, text`) });

/** What a cell's text is now, in an editor or not. */
async function shown(page: Page, n: number): Promise<string> {
  const lines = await cell(page, n)
    .locator(".view-line")
    // as they stand, whatever order the editor made them in
    .evaluateAll((all) =>
      all
        .map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text),
    );
  const whole = lines.length > 0 ? lines.join("\n") : await text(page, n).textContent();
  return (whole ?? "").replaceAll("\u00a0", " ");
}
const shownAll = (page: Page, count: number) =>
  Promise.all(Array.from({ length: count }, (_, i) => shown(page, i + 1)));

const cells = [
  { id: 11, mode: "ts", source: "const limit = 22 // limit" },
  { id: 12, mode: "sql", source: "select 1 as h where 1 < ${limit} -- limit", output: "rows" },
  { id: 13, mode: "ts", source: "({ limit, of: rows.numRows() })" },
  { id: 14, mode: "ts", source: "const other = 1" },
];

/** A notebook of such cells, open. */
async function open(page: Page, name: string): Promise<string> {
  await enter(page);
  const root = await makeProject(page, name);
  await page.goto(`${root}/notebooks`);
  await page.getByRole("button", { name: "New notebook" }).click();
  await expect(text(page, 2)).toBeVisible();
  const address = new URL(page.url()).pathname;
  const { revision } = await (await page.request.get(`/api${address}`)).json();
  const put = await page.request.put(`/api${address}`, { data: { title: name, cells, revision } });
  expect(put.status()).toBe(200);
  await page.goto(address);
  await expect(cell(page, 3)).toHaveAttribute("data-status", "done");
  return root;
}

/** Puts the caret into a word of a cell's editor. */
async function caretInto(page: Page, n: number, word: string): Promise<void> {
  await cell(page, n).getByText(word, { exact: false }).first().click();
  await expect(cell(page, n).locator(".monaco-editor")).toBeVisible();
  await page.keyboard.press("Control+Home");
  const at = (await shown(page, n)).indexOf(word);
  for (let i = 0; i < at; i++) await page.keyboard.press("ArrowRight");
}

const before = [
  "const limit = 22 // limit",
  "select 1 as h where 1 < ${limit} -- limit",
  "({ limit, of: rows.numRows() })",
  "const other = 1",
];
const after = [
  "const h = 22 // limit",
  "select 1 as h where 1 < ${h} -- limit",
  "({ limit: h, of: rows.numRows() })",
  "const other = 1",
];

test("F2 renames a name in all cells, SQL too, and one undo takes all of it back", async ({ page }) => {
  await open(page, "Renaming");
  await caretInto(page, 1, "limit");
  await page.keyboard.press("F2");
  const dialog = page.getByRole("dialog", { name: "Rename limit" });
  await expect(dialog).toContainText("Stands in 3 places, in cells 1, 2, 3.");
  await expectSoundEverywhere(page, "notebook-rename");

  // what cannot be is refused with a sentence, and the name stays to be mended
  for (const [wrong, why] of [
    ["other", "other is given by cell 4 already. Choose another name."],
    ["2nd", "2nd is no name: letters, digits, _ and $, and no digit first."],
    ["for", "for is a word of the language. Choose another name."],
  ]) {
    await page.keyboard.press("Control+a");
    await page.keyboard.type(wrong!);
    await page.keyboard.press("Enter");
    await expect(dialog.getByRole("alert")).toHaveText(why!);
  }
  await page.keyboard.press("Control+a");
  await page.keyboard.type("h");
  await page.keyboard.press("Enter");
  await expect(page.getByText("limit is h in 3 cells")).toBeVisible();
  await expect.poll(() => shownAll(page, 4)).toEqual(after);

  // the caret is back in the cell; the undo of its editor takes back all of the act
  await page.keyboard.press("Control+z");
  await expect.poll(() => shownAll(page, 4)).toEqual(before);
  await page.keyboard.press("Control+Shift+z");
  await expect.poll(() => shownAll(page, 4)).toEqual(after);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => shownAll(page, 4)).toEqual(before);
});

test("a name is renamed from its list, from the palette and out of a query", async ({ page }) => {
  await open(page, "Renaming tables");
  await page.getByRole("button", { name: "Rename rows" }).click();
  await page.keyboard.type("near");
  await page.keyboard.press("Enter");
  await expect.poll(() => shown(page, 3)).toBe("({ limit, of: near.numRows() })");
  await expect(page.getByLabel("Name of the table of cell 2")).toHaveValue("near");

  await caretInto(page, 2, "limit");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("rename a name");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Rename limit" })).toBeVisible();
  await page.keyboard.type("h");
  await page.keyboard.press("Enter");
  await expect.poll(() => shown(page, 1)).toBe("const h = 22 // limit");
  await page.keyboard.type("x");
  await expect.poll(() => shown(page, 2)).toBe("select 1 as h where 1 < ${xh} -- limit");
});

test("a name is renamed while somebody else types in one of its cells", async ({ page, browser }) => {
  const { guest } = await openTwice(page, browser, "Renaming together");
  await text(guest, 3).click();
  await expect(cell(guest, 3).locator(".monaco-editor")).toBeVisible();
  await guest.keyboard.press("Control+Home");
  await caretInto(page, 1, "limit");
  await page.keyboard.press("F2");
  await expect(page.getByRole("dialog", { name: "Rename limit" })).toBeVisible();
  await page.keyboard.type("h");
  await Promise.all([page.keyboard.press("Enter"), guest.keyboard.type("1; ".repeat(12))]);
  const both = `${"1; ".repeat(12)}({ limit: h, of: rows.numRows() })`;
  for (const who of [page, guest]) await expect.poll(() => shown(who, 3)).toBe(both);
  await page.keyboard.press("Control+z");
  const left = both.replace("limit: h", "limit");
  for (const who of [page, guest]) await expect.poll(() => shown(who, 3)).toBe(left);
  await expect.poll(() => shown(guest, 1)).toBe(before[0]!);
});

async function openTwice(page: Page, browser: Browser, name: string) {
  const root = await open(page, name);
  const address = new URL(page.url()).pathname;
  const guest = await join(page, browser, root, "Edda Lund", "EDITOR");
  await page.goto(address);
  await guest.goto(address);
  await expect(page.getByRole("list", { name: "Also here" })).toContainText("Edda Lund");
  return { guest };
}
