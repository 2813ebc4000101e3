import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { xlsxOf } from "../xlsx-writer";
import { enter, expect, expectSoundEverywhere, makeProject, test } from "./journey";

async function prepare(page: Page, project: string, file: string, body: string | Buffer) {
  await enter(page);
  const root = await makeProject(page, project);
  const at = path.join(mkdtempSync(path.join(tmpdir(), "perihelion-forms-")), file);
  writeFileSync(at, body);
  await page.goto(`${root}/data`);
  await page.getByLabel("File to upload").setInputFiles(at);
  const name = path.parse(file).name;
  await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
  await page.goto(`${root}/data/${name}/prepare`);
  await expect(page.getByRole("grid", { name: "Preview" })).toBeVisible();
}

const names = (page: Page) => page.locator(".steps .step-name");
const effect = (page: Page) => page.getByLabel("What the step does");

async function begin(page: Page, title: string) {
  await page.getByRole("button", { name: "Add a step" }).press("Enter");
  await page.getByLabel("New step").selectOption({ label: title });
}
async function add(page: Page, sentence: string) {
  await page.getByRole("button", { name: "Add step" }).press("Enter");
  await expect(names(page).last()).toHaveText(sentence);
}
const tick = (page: Page, group: string, name: string) =>
  page.getByRole("group", { name: group, exact: true }).getByLabel(name, { exact: true }).press("Space");

test("lists of words, of numbers, of pairs and of choices are typed and ticked by keys", async ({ page }) => {
  const rows = ["id,word,n,when", "1,nada,-999,2024-01-31", "2,sí,5,2024-02-29", "3,S/D,0.5,2024-03-01"];
  await prepare(page, "Forms", "forms.csv", `${rows.join("\n")}\n`);

  await begin(page, "Words that mean missing");
  await tick(page, "Columns", "word");
  await page.getByLabel("Words, one a line").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("nada\nS/D");
  await expect(effect(page)).toHaveText("2 cells changed, 2 cells newly missing");
  await add(page, "Take nada, S/D, blank for missing in word");

  await begin(page, "Impossible numbers to missing");
  await tick(page, "Columns", "n");
  await page.getByLabel("Codes for missing").focus();
  await page.keyboard.type("-999, 0.5");
  await expect(effect(page)).toHaveText("2 cells changed, 2 cells newly missing");
  await add(page, "Make n missing -999, 0.5");

  await begin(page, "Map values");
  await page.getByLabel("Column", { exact: true }).selectOption("word");
  await page.getByLabel("From 1").focus();
  await page.keyboard.type("sí");
  await page.keyboard.press("Tab");
  await page.keyboard.type("yes");
  await page.keyboard.press("Tab");
  await page.keyboard.type("no");
  await expect(page.getByLabel("From 3")).toBeVisible();
  await expect(effect(page)).toHaveText("1 cell changed");
  await add(page, "Map word: sí to yes and 1 more");

  await begin(page, "Parts of a date");
  await tick(page, "Parts", "year");
  await tick(page, "Parts", "weekday");
  await expect(effect(page)).toHaveText("new when month, when weekday");
  await add(page, "month, weekday of when");
});

test("a messy Spanish workbook becomes a clean version, and no formula is typed", async ({ page }) => {
  const workbook = xlsxOf([
    {
      name: "Hoja1",
      rows: [
        ["Censo de árboles 2024", null, null, null, null],
        [null, null, null, null, null],
        ["Especie", "Plantado", "Medidas", null, "Sano"],
        [null, null, "Altura", "Peso", null],
        ["unidad", "d/m/a", "m", "kg", "SI/NO"],
        ["Encina", "3/1/2020", "1,5", "1.200,5", "SI"],
        ["encina ", "31/12/2019", "2", "80", "NO"],
        ["ENCINA", "5/6/2021", "3,25", "90,5", "SI"],
        ["Éncina", "7/8/2021", "4", "100", "NO"],
        ["Encína.", "9/10/2021", "5", "110", "SI"],
        ["Pino", "11/12/2021", "6", "120", "SI"],
        ["Total", null, "21,75", "1.701", null],
      ],
      after:
        '<mergeCells count="4"><mergeCell ref="A3:A4"/><mergeCell ref="B3:B4"/>' +
        '<mergeCell ref="C3:D3"/><mergeCell ref="E3:E4"/></mergeCells>',
    },
  ]);
  await prepare(page, "Censo", "arboles.xlsx", workbook);

  await page.getByLabel("Add a facet").selectOption("Especie");
  const species = page.getByRole("region", { name: "Facet of Especie" });
  for (const value of ["unidad", "Total"]) await species.getByLabel(value, { exact: true }).press("Space");
  await page.getByRole("button", { name: "Drop these rows" }).press("Enter");
  await expect(effect(page)).toHaveText("8 → 6 rows");

  await page.getByLabel("Add a facet").selectOption("Especie");
  await page.getByRole("button", { name: "Cluster and edit …" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Clusters of Especie" });
  await expect(dialog.getByRole("status")).toContainText("1 cluster among 6 values");
  await dialog.getByRole("textbox").fill("Encina");
  await dialog.getByRole("button", { name: "Merge 1 cluster" }).press("Enter");
  await expect(species).toContainText("2 values");

  const [height, weight] = ["Medidas Altura", "Medidas Peso"];
  await begin(page, "Read numbers");
  await tick(page, "Columns", height!);
  await tick(page, "Columns", weight!);
  await page.getByLabel("Decimal sign").selectOption(",");
  await page.getByLabel("Between thousands").selectOption(".");
  await expect(effect(page)).toContainText("cells changed");
  await page.getByRole("button", { name: "Add step" }).press("Enter");

  await begin(page, "Read dates");
  await tick(page, "Columns", "Plantado");
  await page.getByLabel("Formats, one a line").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("D/M/YYYY");
  await add(page, "Read dates in Plantado as D/M/YYYY");

  await begin(page, "Map values");
  await page.getByLabel("Column", { exact: true }).selectOption("Sano");
  await page.getByLabel("From 1").focus();
  for (const word of ["SI", "true", "NO", "false"]) {
    await page.keyboard.type(word);
    await page.keyboard.press("Tab");
  }
  await add(page, "Map Sano: SI to true and 1 more");
  await begin(page, "Change a type");
  await page.getByLabel("Column", { exact: true }).selectOption("Sano");
  await page.getByLabel("Type", { exact: true }).selectOption("boolean");
  await add(page, "Read Sano as boolean");

  await page.getByRole("button", { name: "Save as next version" }).press("Enter");
  await expect(page.getByText("6 rows × 5 columns")).toBeVisible();
  for (const type of ["Text Especie", "Date Plantado", "Number Medidas Altura", "True or false Sano"])
    await expect(page.getByRole("row", { name: new RegExp(type) })).toBeVisible();
});

test("columns that say most of a target are kept, with the reason for each", async ({ page }) => {
  const rows = ["a,b,c,y", "1,5,7,no", "2,1,7,no", "3,4,7,no", "8,2,7,yes", "9,5,7,yes", "10,3,7,yes"];
  await prepare(page, "Univariate", "bodies.csv", `${rows.join("\n")}\n`);
  await begin(page, "Keep columns that say most of a target");
  await page.getByLabel("Target", { exact: true }).selectOption("y");
  await page.getByLabel("How many").fill("1");
  const did = page.getByRole("list", { name: "What the steps did" });
  await expect(did).toContainText("1. a: F = 73.5, p = 0.00102 over 6 rows; kept");
  await expect(did).toContainText("c: not tested, it or the target is constant, or too large; dropped");
  await page.getByLabel("Keep", { exact: true }).selectOption("significant");
  await expect(page.getByLabel("How many")).toHaveCount(0);
  await page.getByLabel("p up to").fill("0.01");
  await expectSoundEverywhere(page, "recipe-univariate");
  await add(page, "Keep columns that say most of y, p up to 0.01, Benjamini and Hochberg");
  await page.getByRole("button", { name: "Save as next version" }).click();
  await expect(page.getByText("6 rows × 2 columns")).toBeVisible();
});
