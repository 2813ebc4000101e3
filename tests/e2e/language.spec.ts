import type { Page } from "@playwright/test";
import { enter, expect, makeProject, test } from "./journey";

const cell = (page: Page, n: number) => page.getByRole("article", { name: new RegExp(`^Cell ${n},`) });
const offered = (page: Page, text: string) =>
  page.locator(".suggest-widget .monaco-list-row").filter({ hasText: text });
const line = (page: Page, n: number) => cell(page, n).locator(".view-line");

/** A notebook of a project with a dataset, its second cell open and empty. */
async function open(page: Page, name: string): Promise<string> {
  await enter(page);
  const root = await makeProject(page, name);
  const body = "h,diameter (km),order,name\n17.9,0.37,1,Apophis\n19.2,0.56,2,Bennu\n";
  const file = { name: "rocks.csv", mimeType: "text/csv", buffer: Buffer.from(body) };
  const sent = await page.request.post(`/api${root}/datasets`, {
    multipart: { file, name: "rocks" },
    headers: { origin: new URL(page.url()).origin },
  });
  expect(sent.status()).toBe(201);
  await page.goto(`${root}/notebooks`);
  await page.getByRole("button", { name: "New notebook" }).click();
  await page.getByRole("textbox", { name: "Cell 2, TypeScript, text" }).click();
  await expect(page.locator(".monaco-editor")).toBeVisible();
  return root;
}

async function add(page: Page, language: string, n: number): Promise<void> {
  await page.getByRole("group", { name: "Add a cell" }).getByRole("button", { name: language }).click();
  await expect(cell(page, n).locator(".monaco-editor")).toBeVisible();
}

test("code completes the columns of a dataset, in rows and in the channels of a chart", async ({ page }) => {
  await open(page, "Columns in code");
  await page.keyboard.type('const rocks = await dataset("rocks")');
  await page.keyboard.press("Control+Enter");
  await add(page, "TypeScript", 3);
  await page.keyboard.type("rocks.filter(d => d.");
  await expect(offered(page, "diameter (km)")).toBeVisible();
  await page.keyboard.type("dia");
  await page.keyboard.press("Enter");
  await expect(line(page, 3)).toHaveText('rocks.filter(d => d["diameter (km)"])');
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Plot.dot(rocks, { x: '");
  await expect(offered(page, "order")).toBeVisible();
  await page.keyboard.type("h', y: 'ord");
  await expect(offered(page, "order")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(line(page, 3)).toHaveText("Plot.dot(rocks, { x: 'h', y: 'order'})");
  await page.keyboard.press("Control+End");
  await page.keyboard.type(".plot()");
  await page.keyboard.press("Control+Enter");
  await expect(page.frameLocator("iframe").locator("svg circle")).toHaveCount(2);
});

test("a query completes tables, columns, functions and the names of cells, and runs", async ({ page }) => {
  await open(page, "Columns in queries");
  await page.keyboard.type("const limit = 18");
  await page.keyboard.press("Control+Enter");
  await add(page, "SQL", 3);
  await page.keyboard.type("select * from ro");
  await expect(offered(page, "dataset('rocks')").first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(line(page, 3)).toHaveText("select * from dataset('rocks')");
  await page.keyboard.type(" r where r.");
  await expect(offered(page, "order")).toBeVisible();
  await page.keyboard.type("ord");
  await page.keyboard.press("Enter");
  await expect(line(page, 3)).toContainText('where r."order"');
  await page.keyboard.type(" < 9 and h < ${li");
  await expect(offered(page, "limit")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(line(page, 3)).toHaveText(
    "select * from dataset('rocks') r where r.\"order\" < 9 and h < ${limit}",
  );
  await page.keyboard.press("Control+Enter");
  await expect(page.frameLocator("iframe").getByRole("cell", { name: "Apophis" })).toBeVisible();
  await expect(page.frameLocator("iframe").getByRole("cell", { name: "Bennu" })).toHaveCount(0);

  await line(page, 3).getByText("order", { exact: false }).last().hover();
  await expect(page.locator(".monaco-hover").getByText("order: integer")).toBeVisible();
  await page.keyboard.press("Control+End");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.type("x");
  await expect(cell(page, 3).locator(".squiggly-error")).toBeVisible();
});

test("Shift Alt F sets a cell's code well, the caret stays, and one undo takes it back", async ({ page }) => {
  await open(page, "Formatting");
  await page.keyboard.type("const a={b:1}");
  await page.keyboard.press("Home");
  for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+Alt+f");
  await expect(line(page, 2)).toHaveText("const a = { b: 1 }");
  await page.keyboard.type("x");
  await expect(line(page, 2)).toHaveText("const a = x{ b: 1 }");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await expect(line(page, 2)).toHaveText("const a={b:1}");
  await page.keyboard.press("Escape");
  await page.getByLabel("More for cell 2").click();
  await page.getByRole("button", { name: "Format", exact: true }).click();
  await expect(page.getByRole("textbox", { name: "Cell 2, TypeScript, text" })).toHaveText(
    "const a = { b: 1 }",
  );
});
