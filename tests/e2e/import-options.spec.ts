import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { enter, expect, expectSoundEverywhere, makeProject, test } from "./journey";

async function choose(page: Page, file: string): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a file" }).click();
  await (await chooser).setFiles(file);
}

test("a Spanish file becomes a right version by clicks, and the next one is read alike", async ({ page }) => {
  test.setTimeout(180_000);
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-spanish-"));
  const file = path.join(folder, "ventas.csv");
  const write = (rows: string) =>
    writeFileSync(file, Buffer.from(`Región;Venta;Venta\nnombre;fecha;importe\n${rows}`, "latin1"));
  write("España;01/02/2020;1.234,5\nMéxico;03/04/2020;7,25\n");
  await enter(page);
  const root = await makeProject(page, "Spanish files");
  await page.goto(`${root}/data`);
  await choose(page, file);

  await expect(page.getByRole("heading", { name: "Import ventas.csv" })).toBeVisible();
  await page.getByRole("button", { name: "Windows-1252 (Latin-1)" }).click();
  await page.getByRole("spinbutton", { name: "Lines of the header" }).fill("2");
  await page.getByRole("button", { name: "dates written as DD/MM/YYYY" }).click();
  const rows = page.getByRole("region", { name: "First rows" });
  await expect(rows.getByRole("columnheader", { name: "Venta importe" })).toBeVisible();
  await expect(rows.getByText("2020-02-01")).toBeVisible();
  await expect(rows.getByText("1234.5")).toBeVisible();
  await expect(page.getByRole("heading", { name: "To be settled" })).toHaveCount(0);
  await expectSoundEverywhere(page, "import-options");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page).toHaveURL(/data\/ventas$/);

  write("Perú;05/06/2020;1.000\n");
  await page.goto(`${root}/data`);
  await choose(page, file);
  await expect(page).toHaveURL(/data\/ventas$/);
  await page.goto(`${root}/data/ventas?view=rows`);
  await expect(page.getByText("2020-06-05")).toBeVisible();
  await expect(page.getByText("Perú")).toBeVisible();
  await page.getByRole("button", { name: "Read again with other options" }).click();
  await expect(page.getByRole("heading", { name: "Import ventas.csv" })).toBeVisible();
  rmSync(folder, { recursive: true, force: true });
});
