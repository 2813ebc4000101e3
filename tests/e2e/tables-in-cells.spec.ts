import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, expectSoundEverywhere, newNotebook, test } from "./journey";

/** An empty notebook with the caret in its first code cell, and what writes that cell anew and runs it. */
async function open(page: Page, name: string) {
  const root = await newNotebook(page, name);
  const cell = page.getByRole("textbox", { name: "Cell 2, TypeScript, text" });
  await cell.click();
  await expect(page.locator(".monaco-editor")).toBeVisible();
  const write = async (source: string) => {
    await cell.press("Control+a");
    await page.keyboard.press("Delete");
    // the editor closes brackets of lines that are left open
    await page.keyboard.insertText(source.replaceAll(/\n\s*/g, " "));
    await page.keyboard.press("Control+Enter");
  };
  return { root, cell, write, frame: page.frameLocator("iframe") };
}

/** Clicks a button, and reads the file that the browser saves. */
async function saved(page: Page, button: string) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: button }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: readFileSync((await download.path())!) };
}

/** A chart's file without the fonts in it. */
function drawnOf(bytes: Buffer): string {
  return bytes.toString().replace(/<style>.*?<\/style>/s, "");
}

const hostile = `Array.from({ length: 60 }, (_, i) => ({
  size: i % 7 === 0 ? null : i / 10 + 0.1,
  row: ["Apollo", "=1+1", 'say "x", y', "two\\nlines", ""][i % 5],
  "🪐": [NaN, Infinity, -0, 1e21][i % 4],
  ["n".repeat(300)]: new Date(Date.UTC(2026, 0, 1 + i)),
  id: 12345678901234567890n + BigInt(i),
}))`;

test("rows are filtered and sorted, and the file that is saved holds just them, to the byte", async ({
  page,
}) => {
  const { write, frame } = await open(page, "Hostile tables");
  await write(hostile);
  await expect(frame.getByText("60 rows × 5 columns")).toBeVisible();
  await expect(frame.getByRole("img", { name: "0.2 to 6; 9 of 60 missing" })).toBeVisible();
  await expect(
    frame.getByRole("img", { name: "12345678901234567890 to 12345678901234567949; none missing" }),
  ).toBeVisible();
  await frame.getByRole("button", { name: "Filter", exact: true }).click();
  await expect(frame.getByRole("textbox", { name: "Filter size" })).toBeFocused();
  await page.keyboard.type("> 4");
  await expect(frame.getByText("17 of 60 rows × 5 columns")).toBeVisible();
  await frame.getByRole("textbox", { name: "Filter row" }).click();
  await page.keyboard.type("=1+1");
  await expect(frame.getByText("0 of 60 rows")).toBeVisible();
  await page.keyboard.press("Control+a");
  await page.keyboard.type('"=1+1"');
  await expect(frame.getByText("3 of 60 rows")).toBeVisible();
  await frame.getByRole("button", { name: "size", exact: true }).click();
  await frame.getByRole("button", { name: "size ↑" }).click();
  await expect(frame.getByRole("columnheader", { name: /size/ })).toHaveAttribute("aria-sort", "descending");
  await expectSoundEverywhere(page, "notebook-table");

  const { name, bytes } = await saved(page, "Save as CSV: Table of cell 2");
  expect(name).toBe("Untitled, cell 2.csv");
  const head = `size,row,🪐,${"n".repeat(300)},id`;
  const day = (i: number) => new Date(Date.UTC(2026, 0, 1 + i)).toISOString();
  const line = (i: number) =>
    `${i / 10 + 0.1},'=1+1,${["NaN", "Infinity", "-0", "1e+21"][i % 4]},${day(i)},` +
    `${12345678901234567890n + BigInt(i)}`;
  expect(bytes.toString()).toBe(`${[head, ...[51, 46, 41].map(line)].join("\r\n")}\r\n`);
  await expect(page.getByText("3 texts that a spreadsheet would compute got a ' in front.")).toBeVisible();

  await frame.getByRole("button", { name: "Filter", exact: true }).click();
  await expect(frame.getByText("60 rows × 5 columns", { exact: true })).toBeVisible();
});

test("a million rows keep the frame answering while heads are summed up and rows are looked for", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const { write, frame } = await open(page, "Million");
  await write(`const length = 1e6;
const column = (k) => Float64Array.from({ length }, (_, i) => (i * 7919 * k) % 10007);
const entries = Array.from({ length: 10 }, (_, k) => ["c" + k, column(k + 1)]);
const table = aq.table(Object.fromEntries(entries));
display(table)`);
  await expect(frame.getByText("1,000,000 rows × 10 columns")).toBeVisible({ timeout: 60_000 });
  await frame.getByRole("button", { name: "Filter", exact: true }).click();
  await frame.getByRole("textbox", { name: "Filter c0" }).click();
  await page.keyboard.type("12");
  await expect(frame.getByText("100 of 1,000,000 rows × 10 columns")).toBeVisible({ timeout: 60_000 });
  await expect(frame.getByRole("img", { name: "0 to 10006; none missing" })).toHaveCount(10, {
    timeout: 60_000,
  });
  await expect(page.getByRole("button", { name: "Stop it" })).toHaveCount(0);
  const { bytes } = await saved(page, "Save as CSV: Table of cell 2");
  expect(bytes.toString().split("\r\n")).toHaveLength(102);
});

test("tables without rows, with one, with 2,000 columns and with getters that throw are shown whole", async ({
  page,
}) => {
  const { write, frame } = await open(page, "Odd tables");
  await write(`display(aq.table({ a: [], b: [] }));
display([{ alone: "one" }]);
display([Object.fromEntries(Array.from({ length: 2000 }, (_, i) => ["c" + i, i]))]);
display([{ get bad() { throw new Error("not today"); }, good: 1 }])`);
  await expect(frame.getByText("0 rows × 2 columns")).toBeVisible();
  await expect(frame.getByText("1 rows × 2,000 columns, 1–100 shown")).toBeVisible();
  await expect(frame.getByText("(cannot be read: not today)")).toBeVisible();
  const { bytes } = await saved(page, "Save as CSV: Table 3 of cell 2");
  const lines = bytes.toString().split("\r\n");
  expect(lines[1]).toBe(Array.from({ length: 2000 }, (_, i) => i).join(","));
  await expect(page.getByRole("button", { name: /^Save as CSV/ })).toHaveCount(4);
  await write("1");
  await expect(page.getByRole("button", { name: /^Save as CSV/ })).toHaveCount(0);
});

test("a table is copied as spreadsheets take it", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { write } = await open(page, "Copied");
  await write('[{ a: 0.1, b: "x\ty" }, { a: null, b: "=B1" }]');
  await page.getByRole("button", { name: "Copy: Table of cell 2" }).click();
  await expect(page.getByText(/^Copied\. 1 text/)).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text.replaceAll("\r\n", "\n")).toBe('a\tb\n0.1\t"x\ty"\n\t\'=B1\n');
});

test("a chart is saved as it looks, with its legend and its fonts, and nothing in the file acts", async ({
  page,
}) => {
  const { write, frame } = await open(page, "Charts as files");
  await write(`Plot.plot({
  title: "Sizes by class", color: { legend: true }, width: 400, height: 200,
  marks: [Plot.dot(["a", "b", "a"], { x: (d, i) => i, fill: (d) => d, r: 9, href: () => "javascript:1" })],
})`);
  await expect(frame.locator("figure circle")).toHaveCount(3);
  const fill = await frame
    .locator("figure circle")
    .first()
    .evaluate((circle) => getComputedStyle(circle).fill);
  await expect(page.getByRole("button", { name: /^Save as (SVG|PNG)/ })).toHaveCount(2);
  const { name, bytes } = await saved(page, "Save as SVG: Chart of cell 2");
  expect(name).toBe("Untitled, cell 2.svg");
  const text = drawnOf(bytes);
  expect(text).toContain(fill);
  expect(text).toMatch(/>Sizes<.*>by<.*>class</s);
  expect(bytes.includes("@font-face{font-family:")).toBe(true);
  expect(text).not.toMatch(/var\(|javascript:|<script|class=/);
  // the file alone, in a page without style sheets, is drawn as the cell draws it
  const alone = await page.context().newPage();
  await alone.setContent(`<img src="data:image/svg+xml;base64,${bytes.toString("base64")}">`);
  await expect(alone.locator("img")).toHaveJSProperty("complete", true);
  await alone.locator("img").screenshot({ path: "test-results/pages/chart-alone.png" });
  await alone.close();

  const picture = await saved(page, "Save as PNG: Chart of cell 2");
  expect(picture.name).toBe("Untitled, cell 2.png");
  const [width, height] = [picture.bytes.readUInt32BE(16), picture.bytes.readUInt32BE(20)];
  const box = (await frame.locator("figure").boundingBox())!;
  expect([width, height]).toEqual([800, 2 * Math.ceil(box.height)]);
  mkdirSync("test-results/pages", { recursive: true });
  writeFileSync("test-results/pages/chart-saved.png", picture.bytes);
  await expectSoundEverywhere(page, "notebook-chart");
});

test("a cell that draws more than a chart, or none, is saved without what would act", async ({ page }) => {
  const { write, frame } = await open(page, "Foreign");
  const parts = [
    '<script>1</script><image href="https://example.com/x.png" width="9" height="9"/>',
    '<foreignObject width="50" height="50"><b xmlns="http://www.w3.org/1999/xhtml">bold</b></foreignObject>',
    '<rect width="90" height="90" fill="url(#fill)" onclick="alert(1)"/><text y="20">Kept</text>',
  ];
  await write(`(() => { const box = document.createElement("div");
  box.innerHTML = ${JSON.stringify(`<svg width="100" height="100">${parts.join("")}</svg>`)};
  return box; })()`);
  await expect(frame.getByText("Kept")).toBeVisible();
  const { bytes } = await saved(page, "Save as SVG: Chart of cell 2");
  const text = drawnOf(bytes);
  expect(text).not.toMatch(/script|example\.com|foreignObject|onclick|bold/i);
  expect(text).toMatch(/fill:url\((&quot;)?#fill/);
  await expect(page.getByText(/Left out: 2 parts that are no picture/)).toBeVisible();
});

test("any value opens as a tree by clicks and keys, in pages, and its getters when they are asked", async ({
  page,
}) => {
  const { write, frame } = await open(page, "Inspector");
  await write(`(() => { const self = { list: Array.from({ length: 1000000 }, (_, i) => i), "a b": -0,
    map: new Map([["k", { deep: { deeper: 1n } }]]), 
    get dear() { self.calls = (self.calls ?? 0) + 1; return "paid"; } };
    self.self = self; return self; })()`);
  const item = (name: string | RegExp) => frame.getByRole("treeitem", { name, exact: true });
  await expect(item("list: Array(1,000,000) [0, 1, 2, 3, 4, 5, 6, 7, …]")).toBeVisible();
  await expect(item('"a b": -0')).toBeVisible();
  await expect(item("dear: (…)")).toBeVisible();
  await item(/^list:/).click();
  await expect(item("0–99 of 1,000,000")).toBeVisible();
  await item("Last").click();
  await expect(item("999999: 999999")).toBeVisible();
  await expect(frame.getByRole("treeitem")).toHaveCount(109);
  await item("999900: 999900").press("ArrowLeft");
  await expect(item(/^list:/)).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(item("0–99 of 1,000,000")).toHaveCount(0);
  for (const key of ["ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight"])
    await page.keyboard.press(key);
  await expect(item("deep: {deeper: 1n}")).toBeFocused();
  await item("dear: (…)").click();
  await expect(item('dear: "paid"')).toBeVisible();
  await item(/^self:/).click();
  await expect(item("calls: 1")).toBeVisible();
  await expectSoundEverywhere(page, "notebook-inspector");
  await write('new Proxy({}, { ownKeys() { throw new Error("not today"); } })');
  await expect(frame.getByText("(cannot be shown: not today)")).toBeVisible();
  await write('[new Date(0), "x", undefined, Symbol("s")]');
  await expect(
    frame.getByText('Array(4) [1970-01-01T00:00:00.000Z, "x", undefined, Symbol(s)]'),
  ).toBeVisible();
});

test("rows that are chosen in a table of Inputs are a value for other cells", async ({ page }) => {
  const { write, frame } = await open(page, "Chosen rows");
  await write("const chosen = view(Inputs.table([{ a: 1 }, { a: 2 }, { a: 3 }]));");
  await page.keyboard.press("Alt+Enter");
  await page.getByRole("article", { name: "Cell 3, TypeScript" }).locator(".monaco-editor").click();
  await page.keyboard.insertText("chosen.map((row) => row.a * 11).join()");
  await page.keyboard.press("Control+Enter");
  await expect(frame.getByText('"11,22,33"')).toBeVisible();
  await frame.getByRole("checkbox").nth(2).click();
  await expect(frame.getByText('"22"')).toBeVisible();
});
