import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { enter, expect, expectSound, expectSoundEverywhere, makeProject, test } from "./journey";

/** A table of so many rows, about 50 bytes each, that hardly get smaller; the last line as it is given. */
function writeTable(file: string, rows: number, last = ""): void {
  const line = (_: unknown, i: number) => `${i},${(i * 7_919) % 1_000_003},${Math.sin(i)},word ${i % 1_013}`;
  writeFileSync(file, `id,code,share,word\n${Array.from({ length: rows }, line).join("\n")}\n${last}`);
}

async function choose(page: Page, file: string): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a file" }).click();
  await (await chooser).setFiles(file);
}

test("a large file is read on when the tab is closed, and another is stopped", async ({ page, context }) => {
  test.setTimeout(300_000);
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-large-"));
  const file = (name: string) => path.join(folder, name);
  writeTable(file("bodies.csv"), 4_000_000);
  writeTable(file("broken.csv"), 500_000, "1,2\n");
  await enter(page);
  const root = await makeProject(page, "Large files");
  await page.goto(`${root}/data`);

  await choose(page, file("bodies.csv"));
  await expect(page.getByRole("heading", { name: "Under way" })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("status").filter({ hasText: /: \d+%/ })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("progressbar", { name: "Progress" })).toBeVisible();
  await expectSound(page, "data-import-under-way");
  await page.close();

  const back = await context.newPage();
  await back.goto(`${root}/data`);
  const table = back.getByRole("table", { name: "Datasets" });
  await expect(table.getByRole("link", { name: "bodies" })).toBeVisible({ timeout: 120_000 });
  await expect(table.getByRole("row").filter({ hasText: "bodies" })).toContainText("4,000,000");
  await expect(back.getByRole("heading", { name: "Under way" })).toHaveCount(0);

  await choose(back, file("bodies.csv"));
  await back.getByRole("button", { name: "Stop Import bodies" }).click({ timeout: 60_000 });
  await expect(back.getByText("Stopped. No version was made.")).toBeVisible({ timeout: 60_000 });
  await expect(back.getByRole("heading", { name: "Under way" })).toHaveCount(0);
  await expect(table.getByRole("row").filter({ hasText: "bodies" })).toContainText("v1");

  await choose(back, file("broken.csv"));
  const sentence = "Line 500,002: expected 4 columns, found 2";
  await expect(back.getByText(sentence)).toBeVisible({ timeout: 120_000 });
  await expect(table.getByRole("link", { name: "broken" })).toHaveCount(0);

  await back.getByRole("link", { name: /^Jobs/ }).click();
  const failed = back.getByRole("row").filter({ hasText: sentence });
  await failed.getByRole("link", { name: "Import broken" }).click();
  await expectSoundEverywhere(back, "job-import-failed");
  await back.getByRole("button", { name: "Retry Import broken" }).click();
  await expect(back.getByRole("list").filter({ hasText: "2, " })).toBeVisible({ timeout: 60_000 });
  await expect(back.getByRole("status").filter({ hasText: sentence })).toBeVisible({ timeout: 120_000 });

  await back.goto(`${root}/jobs?status=FINISHED`);
  await back.getByRole("link", { name: "bodies v1, 4,000,000 rows" }).click();
  await expect(back.getByRole("heading", { name: "bodies" })).toBeVisible();
  rmSync(folder, { recursive: true, force: true });
});

test("a recipe on a large version shows how far it is and leads to what it made", async ({ page }) => {
  test.setTimeout(300_000);
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-large-"));
  const file = path.join(folder, "wide.csv");
  // Four columns of numbers that do not get smaller as Parquet.
  const row = (_: unknown, i: number) => [1, 2, 3, 5].map((n) => Math.sin(i * Math.sqrt(n))).join(",");
  writeFileSync(file, `a,b,c,d\n${Array.from({ length: 500_000 }, row).join("\n")}\n`);
  await enter(page);
  const root = await makeProject(page, "Large recipes");
  await page.goto(`${root}/data`);
  await choose(page, file);
  await expect(page.getByRole("heading", { name: "wide" })).toBeVisible({ timeout: 120_000 });
  const steps = JSON.stringify([{ kind: "drop", columns: ["d"] }]);
  await page.goto(`${root}/data/wide/prepare?version=1&steps=${encodeURIComponent(steps)}`);
  await page.getByRole("button", { name: "Save as next version" }).click({ timeout: 60_000 });
  await expect(page.getByRole("link", { name: "its job" })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("button", { name: "Saving …" })).toBeDisabled();
  await expect(page).toHaveURL(/data\/wide\?version=2$/, { timeout: 120_000 });
  await expect(page.getByText("500,000").first()).toBeVisible();
  rmSync(folder, { recursive: true, force: true });
});

test("a dataset's page says what its import did to columns", async ({ page }) => {
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-note-"));
  const file = path.join(folder, "orders.csv");
  writeFileSync(file, 'price,day,n\n"1,234",01/02/2020,1\n"5,678",,NA\n"9,012",03/04/2020,\n');
  await enter(page);
  const root = await makeProject(page, "Notes of imports");
  await page.goto(`${root}/data`);
  await choose(page, file);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page).toHaveURL(/data\/orders$/);
  const section = page.getByRole("region", { name: "Import" });
  await expect(section.getByText("kept as text, such as “1,234”: its commas or dots may be")).toBeVisible();
  await expect(section.getByText("its dates may begin with the day or the month")).toBeVisible();
  await expect(section.getByText("2 missing: 1 empty, 1 “NA”")).toBeVisible();
  await expectSoundEverywhere(page, "data-import-note");
  rmSync(folder, { recursive: true });
});
