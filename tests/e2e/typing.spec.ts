import { enter, expect, makeProject, newNotebook, test } from "./journey";

/**
 * Every key of a US keyboard that prints, by its place, so that Shift gives its second sign. Pairs that an
 * editor closes by itself follow each other.
 */
const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].map((letter) => `Key${letter}`);
const digits = [..."1234567890"].map((digit) => `Digit${digit}`);
const plain = [...letters, ...digits, "Minus", "Equal", "Semicolon", "Comma", "Period", "Slash", "Backslash"];
const paired = ["Quote", "Quote", "Backquote", "Backquote", "BracketLeft", "BracketRight"];
const plainText = "abcdefghijklmnopqrstuvwxyz1234567890-=;,./\\''``[]";
const shifted = [...letters, ...digits.slice(0, 8), "Minus", "Equal", "Semicolon", "Slash", "Backslash"];
const shiftedPairs = ["Digit9", "Digit0", "Quote", "Quote", "BracketLeft", "BracketRight", "Comma", "Period"];
const shiftedText = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ!@#$%^&*_+:?|()""{}<>';
/** Chords that an editor or nobody uses; the browser's own that end a page are not a page's matter. */
const chords = [..."abcdefghijlmopqrsuvxyz"].filter((letter) => !"fhors".includes(letter));

const languages = {
  TypeScript: "ts",
  JavaScript: "js",
  SQL: "sql",
  Python: "python",
  Markdown: "md",
  HTML: "html",
};

for (const [language, mode] of Object.entries(languages)) {
  test(`every key typed into a ${language} cell lands in the cell and nowhere else`, async ({ page }) => {
    await newNotebook(page, `Typing ${mode}`);
    if (mode !== "ts") await page.getByLabel("Language of cell 2").selectOption(mode);
    const cell = page.getByRole("textbox", { name: `Cell 2, ${language}, text` });
    await cell.click({ position: { x: 40, y: 8 } }); // on its text, beside its tools
    await expect(page.locator(".monaco-editor")).toBeVisible();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    const address = page.url();
    const title = await page.title();

    for (const key of [...plain, ...paired]) await page.keyboard.press(key);
    for (const key of [...shifted, ...shiftedPairs]) await page.keyboard.press(`Shift+${key}`);
    for (const key of chords) await page.keyboard.press(`Control+${key}`);
    expect(page.url()).toBe(address);
    expect(await page.title()).toBe(title);
    await expect(page.getByRole("dialog")).toHaveCount(0);

    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    for (const key of [...plain, ...paired]) await page.keyboard.press(key);
    await page.keyboard.press("Space");
    for (const key of [...shifted, ...shiftedPairs]) await page.keyboard.press(`Shift+${key}`);
    const lines = page.locator(".monaco-editor .view-line");
    const shown = async () => (await lines.allTextContents()).join("").replaceAll("\u00a0", " ");
    await expect.poll(shown).toBe(`${plainText} ${shiftedText}`);
    expect(page.url()).toBe(address);
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });
}

test("a cell keeps what is typed before the editor has loaded", async ({ page }) => {
  const held = Promise.withResolvers<void>();
  await page.route("**/assets/editor*.js", async (route) => {
    await held.promise;
    await route.continue();
  });
  await newNotebook(page, "Typing early");
  await page.getByRole("textbox", { name: "Cell 2, TypeScript, text" }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("6 * ");
  held.resolve();
  await expect(page.locator(".monaco-editor")).toBeVisible();
  await page.keyboard.type("7");
  await page.keyboard.press("Control+Enter");
  await expect(page.frameLocator("iframe").getByText("42", { exact: true })).toBeVisible();
});

test("outside of fields letters act, a ticked box included; each Esc closes one thing", async ({
  page,
  context,
  baseURL,
}) => {
  await enter(page);
  const root = await makeProject(page, "Letters");
  const api = `/mlflow/${root.split("/").at(-1)}/api/2.0/mlflow`;
  for (const run_name of ["first run", "second run"])
    await context.request.post(`${api}/runs/create`, {
      data: { experiment_id: "0", run_name },
      headers: { origin: baseURL! },
    });
  await page.goto(`${root}/experiments/Default`);
  const [first, second] = ["first run", "second run"].map((name) => page.getByLabel(`Select ${name}`));
  await first!.click();
  await second!.click();
  await page.getByText("Columns", { exact: false }).first().click();
  await expect(page.getByRole("group", { name: "Columns", includeHidden: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("group", { name: "Columns", includeHidden: true })).toBeHidden();
  await expect(first!).toBeChecked();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(first!).toBeChecked();
  await page.keyboard.press("Escape");
  await expect(first!).not.toBeChecked();

  await first!.click();
  await second!.click();
  await page.keyboard.press("c");
  await expect(page.getByRole("heading", { name: "Compare 2 runs" })).toBeVisible();
});

test("the palette finds a run by a part of its name, and leads to the list of keys", async ({
  page,
  context,
  baseURL,
}) => {
  await enter(page);
  const root = await makeProject(page, "Palette");
  const api = `/mlflow/${root.split("/").at(-1)}/api/2.0/mlflow`;
  await context.request.post(`${api}/runs/create`, {
    data: { experiment_id: "0", run_name: "spring tide" },
    headers: { origin: baseURL! },
  });
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toHaveCount(1);
  await page.keyboard.type("SPRING");
  await expect(page.getByRole("option", { name: "spring tide run" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "spring tide" })).toBeVisible();

  await page.goto("/account");
  await page.getByLabel("Single-letter shortcuts, outside of fields").click();
  await page.goto(root);
  await page.keyboard.press("?");
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(new URL(page.url()).pathname).toBe(root);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("keyboard");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Keys" }).getByRole("checkbox").click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
});
