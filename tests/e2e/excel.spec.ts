import { readFileSync } from "node:fs";
import { enter, expect, expectSoundEverywhere, makeProject, test } from "./journey";

test("a messy Spanish workbook with two sheets becomes a version, by one question", async ({ page }) => {
  await enter(page);
  const root = await makeProject(page, "Excel");
  await page.goto(`${root}/data`);
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a file" }).click();
  await (
    await chooser
  ).setFiles({
    name: "Ventas 2023.xlsx",
    mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    buffer: readFileSync("tests/fixtures/workbooks/ventas.xlsx"),
  });

  await expect(page.getByText("Ventas 2023.xlsx holds 2 sheets with cells.")).toBeVisible();
  const sheet = page.getByLabel("Sheet", { exact: true });
  await expect(sheet.getByRole("option")).toHaveText(["Ventas 2023", "Notas"]);
  await expectSoundEverywhere(page, "data-choose-sheet");
  await sheet.selectOption("Notas");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("button", { name: "Choose a file" })).toBeVisible();

  const again = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a file" }).click();
  await (await again).setFiles("tests/fixtures/workbooks/ventas.xlsx");
  await page.getByLabel("Sheet", { exact: true }).selectOption("Ventas 2023");
  await page.getByRole("button", { name: "Read the sheet" }).click();

  await expect(page.getByRole("heading", { name: "ventas", level: 1 })).toBeVisible();
  await expect(page.getByText("Read from the sheet “Ventas 2023”")).toBeVisible();
  await expect(page.getByText("1 hidden row read")).toBeVisible();
  await expect(page.getByText("The header is joined from rows 4 to 5")).toBeVisible();
  await expect(page.getByText("1 missing: 1 “#DIV/0!”")).toBeVisible();
  await expect(page.getByText("holds 11 number cells, 1 text cell, such as “pendiente”")).toBeVisible();
  await expectSoundEverywhere(page, "dataset-from-excel");

  await page.goto(`${root}/data`);
  const made = page.getByRole("row").filter({ hasText: "ventas" });
  await expect(made).toContainText("v1");
  await expect(made).toContainText("12");
});
