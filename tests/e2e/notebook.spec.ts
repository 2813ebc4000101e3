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
  await expect(
    page.getByRole("group", { name: "Error" }).filter({ hasText: "missing is not defined" }),
  ).toBeVisible();
  await page.getByRole("textbox", { name: "Cell 2, TypeScript, text" }).press("Control+a");
  await page.keyboard.type("const a = ;");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("group", { name: "Error" }).filter({ hasText: "Line 1" })).toBeVisible();
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
  await page.getByRole("button", { name: "Run all", exact: true }).click();
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
  await expect(page.getByRole("group", { name: "Error" }).filter({ hasText: '"code": 7' })).toBeVisible();
  await expect(frame.getByText(/printed.*Map of 1/s)).toBeVisible();
  await write("const later: number = 1;\n\n\nsetTimeout(() => { throw new Error('too late') }, 10)");
  await expect(page.getByRole("group", { name: "Error" }).filter({ hasText: "too late" })).toContainText(
    "Line 4, later",
  );
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

test("names given twice, read in a circle or misspelt are told at their cells, with what was meant", async ({
  page,
}) => {
  const { write } = await open(page, "Names");
  const alert = (text: string) => page.getByRole("group", { name: "Error" }).filter({ hasText: text });
  await write("const diameter = 1");
  await page.getByRole("group", { name: "Add a cell" }).getByRole("button", { name: "TypeScript" }).click();
  const third = page.getByRole("textbox", { name: "Cell 3, TypeScript, text" });
  const writeThird = async (source: string) => {
    await third.press("Control+a");
    await page.keyboard.type(source);
    await page.keyboard.press("Control+Enter");
  };
  await expect(page.getByRole("article", { name: /^Cell 3,/ }).locator(".monaco-editor")).toBeVisible();
  await writeThird("diametr + 1");
  await expect(alert("diametr is not defined. Did you mean diameter, of cell 2?")).toBeVisible();
  await writeThird("const diameter = 2");
  await expect(alert("diameter is given by cells 2 and 3. Rename it in all but one.")).toHaveCount(2);
  await writeThird("const twice = diameter * 2");
  await expect(page.locator(".cell .err")).toHaveCount(0);
  await page.getByRole("textbox", { name: "Cell 2, TypeScript, text" }).click();
  await write("const diameter = twice / 2");
  await expect(alert("Cells 2 and 3 read each other: twice → diameter → twice.")).toHaveCount(2);
});

test("a change marks what reads it as stale, by name, until it ran", async ({ page }) => {
  const { write, cell, frame } = await open(page, "Stale cells");
  await write("const base = 20");
  await page.getByRole("group", { name: "Add a cell" }).getByRole("button", { name: "TypeScript" }).click();
  await expect(page.getByRole("article", { name: /^Cell 3,/ }).locator(".monaco-editor")).toBeVisible();
  await page.keyboard.type("base * 2 + 2");
  await page.keyboard.press("Control+Enter");
  await expect(frame.getByText("42", { exact: true })).toBeVisible();
  await cell.click();
  await page.locator("#cell-2 .monaco-editor").waitFor();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("0");
  await expect(page.getByRole("article", { name: "Cell 3, TypeScript, stale" })).toContainText(
    "base changed since it ran.",
  );
  await page.keyboard.press("Control+Enter");
  await expect(frame.getByText("402", { exact: true })).toBeVisible();
  await expect(page.getByText("changed since it ran")).toHaveCount(0);
});

test("a table shows all of its rows, by scrolling and by keys, and a click on a head sorts them", async ({
  page,
}) => {
  const { write, frame } = await open(page, "Tables");
  await write("Array.from({ length: 100000 }, (_, i) => ({ i, square: (i * i) % 1009 }))");
  const table = frame.getByRole("region", { name: "Table of 100,000 rows" });
  await expect(frame.getByText("100,000 rows × 2 columns")).toBeVisible();
  await table.click();
  await page.keyboard.press("End");
  await expect(frame.getByRole("cell", { name: /^99.?999$/ })).toBeVisible();
  await frame.getByRole("button", { name: "i", exact: true }).click();
  await frame.getByRole("button", { name: "i ↑" }).click();
  await table.click();
  await page.keyboard.press("Home");
  await expect(frame.getByRole("row").nth(1)).toContainText(/99.?999/);
  await expect(frame.locator("tbody tr")).toHaveCount(42);
});

test("a chart fits into its cell and takes the product's colours, and inputs are styled and quiet", async ({
  page,
}) => {
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("directive 'webrtc'"))
      faults.push(message.text());
  });
  const { write, frame } = await open(page, "Charts");
  await write("Plot.dot(['a', 'b', 'a'], { x: (d, i) => i, fill: d => d }).plot({ width: width })");
  const chart = frame.locator("svg").first();
  await expect(chart.locator("circle").first()).toHaveAttribute("fill", "var(--chart-1)");
  const [frameBox, outBox] = [
    await chart.boundingBox(),
    await page.locator("#cell-2 .out-slot").boundingBox(),
  ];
  expect(frameBox!.x + frameBox!.width).toBeLessThanOrEqual(outBox!.x + outBox!.width);
  await write("const share = view(Inputs.range([0, 1], { label: 'Share', value: 0.5 }))");
  await expect(frame.getByRole("spinbutton", { name: "Share" })).toHaveCSS("border-top-style", "solid");
  expect(faults).toEqual([]);
});

test("of a long notebook what is near is drawn, and all of it on paper", async ({ page }) => {
  const { root, write } = await open(page, "Long");
  await write("1");
  await expect(page.getByText("Saved · revision 2")).toBeVisible();
  const cells = Array.from({ length: 400 }, (_, i) => ({
    id: i + 1,
    mode: "js",
    source: `const n${i} = ${i}`,
  }));
  const address = new URL(page.url()).pathname;
  await page.request.put(`/api${address}`, { data: { title: "Long", cells, revision: 2 } });
  await page.reload();
  await page.getByRole("button", { name: /^Run (all|\d+ changed)$/ }).click();
  await expect(page.getByRole("article", { name: "Cell 400, JavaScript" })).toHaveAttribute(
    "data-status",
    "done",
  );
  expect(await page.locator(".cell .src").count()).toBeLessThan(80);
  await page.goto(`${root}/notebooks/${address.split("/").at(-1)}#cell-400`);
  await expect(page.getByRole("textbox", { name: "Cell 400, JavaScript, text" })).toBeInViewport();
  await page.evaluate(() =>
    addEventListener("beforeprint", () => {
      document.body.dataset.printed = String(document.querySelectorAll(".cell .src").length);
    }),
  );
  await page.pdf();
  await expect(page.locator("body")).toHaveAttribute("data-printed", "400");
  expect(await page.locator(".cell .src").count()).toBeLessThan(80);
});

test("an editor knows the types of other cells, completes, explains, marks faults, leads to names", async ({
  page,
}) => {
  const { write, cell } = await open(page, "Types");
  await write("const rows = [{ magnitude: 17.9, name: 'Apophis' }]");
  await page.getByRole("group", { name: "Add a cell" }).getByRole("button", { name: "TypeScript" }).click();
  const third = page.getByRole("article", { name: /^Cell 3,/ });
  await expect(third.locator(".monaco-editor")).toBeVisible();
  await page.keyboard.type("rows[0].");
  const offered = page.locator(".suggest-widget .monaco-list-row");
  await expect(offered.filter({ hasText: "magnitude" })).toBeVisible();
  await page.keyboard.type("mag");
  await page.keyboard.press("Enter");
  await expect(third.locator(".view-line")).toHaveText("rows[0].magnitude");
  await page.keyboard.type(".toFixed(");
  await expect(page.locator(".parameter-hints-widget")).toContainText("fractionDigits");
  await page.keyboard.press("Escape");
  await expect(third.locator(".monaco-editor")).toBeVisible();
  await page.keyboard.type("'two')");
  await expect(third.locator(".squiggly-error")).toBeVisible();
  await page.keyboard.press("Home");
  await page.keyboard.press("F12");
  await expect(page.locator("#cell-2 .monaco-editor")).toBeVisible();
  await page.keyboard.type("first");
  await expect(page.locator("#cell-2 .view-line")).toContainText("const firstrows");
  await page.keyboard.press("Escape");
  await expect(cell).toContainText("const firstrows");
});
