import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { enter, expect, expectSoundEverywhere, makeProject, test } from "./journey";

async function openExamples(page: Page, project: string, column: string, lines: readonly string[]) {
  await enter(page);
  const root = await makeProject(page, project);
  const file = path.join(mkdtempSync(path.join(tmpdir(), "perihelion-examples-")), "ways.csv");
  writeFileSync(file, `${lines.join("\n")}\n`);
  await page.goto(`${root}/data`);
  await page.getByLabel("File to upload").setInputFiles(file);
  await expect(page.getByRole("heading", { name: "ways", exact: true })).toBeVisible();
  await page.goto(`${root}/data/ways/prepare`);
  await expect(page.getByRole("region", { name: "Preview" })).toBeVisible();
  await page.getByLabel("Add a facet").selectOption(column);
  await page.getByRole("button", { name: "Steps from examples …" }).click();
  return page.getByRole("dialog", { name: `Steps from examples of ${column}` });
}

const names = (page: Page) => page.locator(".steps .step-name");

test("a step is found from an example, settled by an answer, taken and undone", async ({ page }) => {
  const lines = ["id,way", "1,12.5 km", "2,3 km", "3,7 mi", "4,unknown", "5,3 km"];
  const dialog = await openExamples(page, "From examples", "way", lines);
  await dialog.getByLabel("What 12.5 km becomes").fill("12.5");
  const list = dialog.getByRole("list", { name: "Steps, the simplest first" });
  await expect(list.getByRole("listitem").first()).toContainText("Read numbers in way, units km");
  await expect(list.getByRole("listitem").first()).toContainText("2 values in 2 rows become missing");
  const question = dialog.getByRole("region", { name: "Next question" });
  await expect(question).toContainText(/They differ on [23] values in [234] rows/);
  await expectSoundEverywhere(page, "recipe-from-examples");
  await dialog.getByLabel("7 mi becomes missing").press("Space");
  await dialog.getByLabel("unknown becomes missing").check();
  await expect(list.getByRole("listitem").first()).toContainText("2 values in 3 rows become numbers");
  await dialog.getByRole("button", { name: "Use Read numbers in way, units km" }).first().click();
  await expect(names(page)).toHaveText(["Read numbers in way, units km"]);
  await expect(page.getByLabel("What the step does")).toContainText("2 cells failed");
  await page.keyboard.press("Control+z");
  await expect(names(page)).toHaveCount(0);
});

test("two steps are taken by one change, and a version is saved with their column", async ({ page }) => {
  const lines = [
    "id,note",
    "1,seen 2019-01-03 by Ada",
    "2,seen 2020-10-11 by Bell",
    "3,seen 2021-05-06 by Ada",
  ];
  const dialog = await openExamples(page, "Two from examples", "note", lines);
  await dialog.getByLabel("Results are").selectOption("date");
  await dialog.getByLabel("Name of a new column").fill("day");
  await dialog.getByLabel("What seen 2019-01-03 by Ada becomes").fill("2019-01-03");
  const list = dialog.getByRole("list", { name: "Steps, the simplest first" });
  await expect(list.getByRole("listitem").first()).toContainText("3 values in 3 rows become dates");
  await list.getByRole("button").first().press("Enter");
  await expect(names(page)).toHaveCount(2);
  await page.keyboard.press("Control+z");
  await expect(names(page)).toHaveCount(0);
  await page.keyboard.press("Control+Shift+z");
  await expect(names(page)).toHaveCount(2);
  await page.getByRole("button", { name: "Save as next version" }).click();
  await expect(page.getByText("3 rows × 3 columns")).toBeVisible();
});

test("where no step makes an example, a sentence says so", async ({ page }) => {
  const dialog = await openExamples(page, "Nothing from examples", "word", ["id,word", "1,a b", "2,c d"]);
  await dialog.getByLabel("What a b becomes").fill("zebra");
  await expect(dialog.getByRole("status")).toContainText("No step that there is makes this of all examples.");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
});
