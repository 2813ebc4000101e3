import { expect, expectSoundEverywhere, newNotebook, test } from "./journey";

test("a cell of HTML shows what others give and calls it; values change, and time goes on", async ({
  page,
}) => {
  await newNotebook(page, "Scope");
  await page.getByRole("textbox", { name: "Cell 2, TypeScript, text" }).click();
  await expect(page.locator(".monaco-editor")).toBeVisible();
  await page.keyboard.type("const count = Mutable(40);\nconst more = () => ++count.value;");
  await page.keyboard.press("Alt+Enter");
  await page.getByLabel("Language of cell 3").selectOption("html");
  await page.getByRole("article", { name: "Cell 3, HTML" }).locator(".monaco-editor").click();
  await page.keyboard.type("<b>${");
  const offered = page.locator(".suggest-widget .monaco-list-row");
  await expect(offered.filter({ hasText: "count" }).first()).toBeVisible();
  await expect(offered.first()).toContainText(/^(count|more)/); // what the notebook has made comes first
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+a");
  await page.keyboard.type(
    "<button onclick=${more}>More</button>\n<b>${count}</b> ${['x<', 'y'].map((n) => html`<i>${n}</i>`)}",
  );
  await page.keyboard.press("Alt+Enter");
  const frame = page.frameLocator("iframe");
  await expect(frame.locator("b")).toHaveText("40");
  await frame.getByRole("button", { name: "More" }).click();
  await frame.getByRole("button", { name: "More" }).click();
  await expect(frame.locator("b")).toHaveText("42");
  await expect(frame.locator("i")).toHaveText(["x<", "y"]); // escaped, not markup

  await page.getByLabel("Language of cell 4").selectOption("ts");
  const cell = page.getByRole("textbox", { name: "Cell 4, TypeScript, text" });
  await page.getByRole("article", { name: "Cell 4, TypeScript" }).locator(".monaco-editor").click();
  await page.keyboard.type("svg`<text>${now > 1e12 ? 'time' : 'none'}</text>`");
  await page.keyboard.press("Control+Enter");
  await expect(frame.locator("text")).toHaveText("time");
  await cell.press("Control+a");
  await page.keyboard.type('import * as d3 from "npm:d3@7"');
  await page.keyboard.press("Control+Enter");
  await expect(
    page.getByRole("group", { name: "Error" }).filter({ hasText: "d3 is there without it" }),
  ).toBeVisible();
  await cell.press("Escape");
  await expectSoundEverywhere(page, "notebook-html");
});
