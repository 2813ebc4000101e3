import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { enter, expect, expectSoundEverywhere, makeProject, test } from "./journey";

/** A project with a table of a CSV file. */
async function withTable(page: Page, project: string, name: string, lines: readonly string[]) {
  await enter(page);
  const root = await makeProject(page, project);
  const file = path.join(mkdtempSync(path.join(tmpdir(), "perihelion-recipes-")), `${name}.csv`);
  writeFileSync(file, `${lines.join("\n")}\n`);
  await page.goto(`${root}/data`);
  await page.getByLabel("File to upload").setInputFiles(file);
  await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
  return root;
}

const bodies = ["id,mass,kind", "1,10,rock", "2,,ice", "3,30,rock", "4,x9,rock", "5,50,ice", "6,60,rock"];

async function addStep(page: Page, title: string, fill: () => Promise<void>): Promise<void> {
  await page.getByRole("button", { name: "Add a step" }).click();
  await page.getByLabel("New step").selectOption({ label: title });
  await fill();
  await page.getByRole("button", { name: "Add step" }).click();
  await expect(page.getByLabel("New step")).toHaveCount(0);
}

const names = (page: Page) => page.locator(".steps .step-name");

test("a step says what it does while it is written, and marks what it changed", async ({ page }) => {
  const root = await withTable(page, "Effects", "bodies", bodies);
  await page.goto(`${root}/data/bodies/prepare`);
  await page.getByRole("button", { name: "Add a step" }).click();
  await page.getByLabel("New step").selectOption({ label: "Change a type" });
  await page.getByLabel("Column", { exact: true }).selectOption("mass");
  await page.getByLabel("Type", { exact: true }).selectOption("number");
  await expect(page.getByText("1 cell of mass cannot be read as number")).toBeVisible();
  await page.getByLabel("Cells that do not fit").selectOption("missing");
  await expect(page.getByLabel("What the step does")).toHaveText("1 cell changed, 1 cell failed");
  await expect(page.getByRole("list", { name: "Examples" })).toContainText("row 4, mass x9 → missing");
  await expect(page.locator("td.changed")).toHaveCount(1);
  await expect(page.locator("td.changed")).toHaveAttribute("title", "was x9");
  await page.getByRole("button", { name: "Add step" }).click();
  await expect(page.locator(".steps")).toContainText("1 cell changed, 1 cell failed");

  await addStep(page, "New column by formula", async () => {
    await page.getByLabel("Name", { exact: true }).fill("double");
    await page.getByLabel("Formula").fill("mass * 2");
  });
  await expect(page.locator("th[data-fresh]")).toHaveText("double");
  await expect(page.getByLabel("What the step does")).toHaveText("2 cells newly missing, new double");
  await expectSoundEverywhere(page, "recipe-effects");
});

test("many rows are shown at once by the first of them, and the next change takes the count back", async ({
  page,
}) => {
  const lines = Array.from({ length: 12_000 }, (_, i) => `${i},${i % 7}`);
  const root = await withTable(page, "Samples", "many", ["id,n", ...lines]);
  const held: (() => Promise<void>)[] = [];
  const given: string[] = [];
  page.on("requestfailed", (request) => given.push(request.failure()?.errorText ?? ""));
  await page.route("**/preview", (route) => {
    const body = route.request().postDataJSON() as { first?: number };
    if (body.first === undefined) held.push(() => route.continue().catch(() => undefined));
    else void route.continue();
  });
  await page.goto(`${root}/data/many/prepare`);
  const status = page.getByRole("status").filter({ hasText: "rows ×" });
  await expect(status).toContainText(
    "10,000 rows × 2 columns of the first 10,000 rows; counting all 12,000 …",
  );
  await page.getByRole("button", { name: "Add a step" }).click();
  await page.getByLabel("New step").selectOption({ label: "Keep rows where …" });
  await page.getByLabel("Rows to keep").fill("n > 2");
  await expect(status).toContainText("of the first 10,000 rows; counting all 12,000 …");
  await expect(page.getByLabel("What the step does")).toHaveText("10,000 → 5,713 rows");
  await expect.poll(() => given).toContain("net::ERR_ABORTED");
  await page.unroute("**/preview");
  await Promise.all(held.map((go) => go()));
  await page.getByRole("button", { name: "Add step" }).click();
  await expect(page.locator(".steps")).toContainText("12,000 → 6,856 rows");
});

test("steps are moved by keys, inserted, disabled, taken back and copied", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const root = await withTable(page, "Hands", "bodies", bodies);
  await page.goto(`${root}/data/bodies/prepare`);
  await addStep(page, "Keep rows where …", () => page.getByLabel("Rows to keep").fill("id > 1"));
  await addStep(page, "Rename a column", async () => {
    await page.getByLabel("Column", { exact: true }).selectOption("kind");
    await page.getByLabel("New name").fill("class");
  });
  await expect(names(page)).toHaveText(["Keep rows where id > 1", "Rename kind to class"]);

  await names(page).nth(1).focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(names(page)).toHaveText(["Rename kind to class", "Keep rows where id > 1"]);
  await expect(names(page).nth(0)).toBeFocused();
  await page.keyboard.press("Control+z");
  await expect(names(page)).toHaveText(["Keep rows where id > 1", "Rename kind to class"]);
  await page.keyboard.press("Control+Shift+z");
  await expect(names(page)).toHaveText(["Rename kind to class", "Keep rows where id > 1"]);
  await page.getByRole("button", { name: "Move step 1 down" }).click();

  await page.getByRole("button", { name: "Insert before step 2" }).click();
  await page.getByLabel("New step").selectOption({ label: "Drop columns" });
  await page.getByRole("group", { name: "Columns" }).getByLabel("mass").check();
  await page.getByRole("button", { name: "Add step" }).click();
  await expect(names(page)).toHaveText(["Keep rows where id > 1", "Drop mass", "Rename kind to class"]);

  await expect(page.getByRole("status").filter({ hasText: "5 rows × 2 columns" })).toBeVisible();
  await page.getByRole("button", { name: "Disable step 1" }).click();
  await expect(page.getByRole("status").filter({ hasText: "6 rows × 2 columns" })).toBeVisible();
  await page.getByRole("button", { name: "Edit step 1" }).click();
  await expect(page.getByLabel("Rows to keep")).toHaveValue("id > 1");
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Enable step 1" }).click();

  await page.getByRole("button", { name: "Copy steps" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  await names(page).nth(0).focus();
  for (let left = 3; left > 0; left--) {
    await page.keyboard.press("Delete");
    await expect(names(page)).toHaveCount(left - 1);
  }
  await page.getByRole("button", { name: "Paste steps" }).click();
  const dialog = page.getByRole("dialog", { name: "Paste steps" });
  await expect(dialog.getByLabel("Steps as JSON")).toHaveValue(/"kind": "filter"/);
  await dialog.getByLabel("Steps as JSON").fill('[{"kind": "drop"}]');
  await dialog.getByRole("button", { name: "Add these steps" }).click();
  await expect(dialog.getByRole("alert")).toContainText("columns");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Paste steps" }).click();
  await expect(dialog.getByLabel("Steps as JSON")).toHaveValue(/"kind": "filter"/);
  await dialog.getByRole("button", { name: "Add these steps" }).click();
  await expect(names(page)).toHaveText(["Keep rows where id > 1", "Drop mass", "Rename kind to class"]);
  await page.getByRole("button", { name: "Save as next version" }).click();
  await expect(page.getByText("5 rows × 2 columns")).toBeVisible();
});

test("a step that learns before the split is refused, and moved behind it by a press", async ({ page }) => {
  const root = await withTable(page, "Learning", "bodies", bodies);
  await page.goto(`${root}/data/bodies/prepare`);
  await addStep(page, "Missing cells", async () => {
    await page.getByRole("group", { name: "Columns" }).getByLabel("mass").check();
    await page.getByLabel("What to do").selectOption("mode");
  });
  await addStep(page, "Split for training and test", () => page.getByLabel("Share for test").fill("0.3"));
  const refused = page.getByText("Step 1 (missing): it learns from the rows");
  await expect(refused).toBeVisible();
  await expect(page.getByRole("button", { name: "Save as next version" })).toBeDisabled();
  await page.getByRole("button", { name: "Move it behind the split" }).click();
  await expect(names(page)).toHaveText(["Split 30 % for test, seed 42", "Fill mass by mode"]);
  await expect(refused).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Save as next version" })).toBeEnabled();
});
