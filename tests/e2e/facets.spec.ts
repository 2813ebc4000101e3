import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { enter, expect, expectSoundEverywhere, makeProject, test } from "./journey";

async function prepare(page: Page, project: string, name: string, lines: readonly string[]) {
  await enter(page);
  const root = await makeProject(page, project);
  const file = path.join(mkdtempSync(path.join(tmpdir(), "perihelion-facets-")), `${name}.csv`);
  writeFileSync(file, `${lines.join("\n")}\n`);
  await page.goto(`${root}/data`);
  await page.getByLabel("File to upload").setInputFiles(file);
  await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
  await page.goto(`${root}/data/${name}/prepare`);
  await expect(page.getByRole("region", { name: "Preview" })).toBeVisible();
}

const names = (page: Page) => page.locator(".steps .step-name");
const filtered = (page: Page) => page.getByRole("status").filter({ hasText: "Filtered by facets" });
const facet = (page: Page, name: string) => page.getByRole("region", { name: `Facet of ${name}` });

test("rows are looked at by values and ranges together, then kept, dropped or changed by steps", async ({
  page,
}) => {
  await prepare(page, "Facets", "bodies", [
    "id,kind,mass,found",
    "1,rock,10,2020-01-01",
    "2,ice,20,2020-02-01",
    "3,rokc,30,2020-03-01",
    "4,rock,40,2020-04-01",
    "5,,50,2020-05-01",
    "6,rock,60,",
  ]);
  await page.getByRole("region", { name: "Preview" }).getByRole("button", { name: "kind" }).click();
  const kind = facet(page, "kind");
  await expect(kind.getByRole("list")).toContainText("missing1");
  await expect(kind.getByRole("list")).toContainText("rockEdit3");
  await expect(kind).toContainText("3 values");
  await kind.getByLabel("rock", { exact: true }).press("Space");
  await expect(filtered(page)).toHaveText("Filtered by facets: 3 of 6 rows");

  await page.getByLabel("Add a facet").selectOption("mass");
  await expect(facet(page, "mass").getByRole("button", { name: /to .*: 1 rows/ })).toHaveCount(3);
  await facet(page, "mass").getByLabel("mass from").fill("25");
  await expect(filtered(page)).toHaveText("Filtered by facets: 2 of 6 rows");
  await expect(kind.getByRole("list")).toContainText("rockEdit2");
  await facet(page, "mass").getByLabel("mass to").fill("many");
  await expect(facet(page, "mass").getByRole("alert")).toHaveText("Expected a number.");
  await facet(page, "mass").getByLabel("mass to").fill("");
  await page.getByLabel("Add a facet").selectOption("found");
  await facet(page, "found").getByLabel("missing").check();
  await expect(filtered(page)).toHaveText("Filtered by facets: 1 of 6 rows");
  await expectSoundEverywhere(page, "recipe-facets");

  await page.getByRole("button", { name: "Drop these rows" }).click();
  await expect(filtered(page)).toHaveCount(0);
  await expect(page.getByRole("status").filter({ hasText: "5 rows × 4 columns" })).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(names(page)).toHaveCount(0);

  await page.getByLabel("Add a facet").selectOption("kind");
  await kind.getByLabel("Search the values of kind").fill("ro");
  await expect(kind).toContainText("2 of 3 values");
  await kind.getByRole("button", { name: "Edit rokc" }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("rock");
  await page.keyboard.press("Enter");
  await expect(names(page)).toHaveText(["Map kind: rokc to rock"]);
  await expect(kind.getByRole("list")).toContainText("rockEdit4");
  await expect(page.locator("td.changed")).toHaveAttribute("title", "was rokc");

  await kind.getByLabel("Search the values of kind").fill("");
  await kind.getByLabel("rock", { exact: true }).check();
  await kind.getByRole("button", { name: "All others" }).click();
  await expect(filtered(page)).toHaveText("Filtered by facets: 2 of 6 rows");
  await page.getByRole("button", { name: "With these rows do …" }).click();
  await expect(page.getByLabel("New step").locator("option", { hasText: "Drop columns" })).toHaveCount(0);
  await page.getByLabel("New step").selectOption({ label: "Impossible numbers to missing" });
  await expect(page.getByLabel("Only where")).toHaveValue("not (not is_missing(kind) and kind in ('rock'))");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(filtered(page)).toHaveText("Filtered by facets: 2 of 6 rows");

  await kind.getByRole("button", { name: "Reset" }).click();
  await kind.getByLabel("ice", { exact: true }).check();
  await page.getByRole("button", { name: "Keep these rows" }).click();
  await expect(page.getByRole("status").filter({ hasText: "1 rows × 4 columns" })).toBeVisible();
  await page.getByRole("button", { name: "Save as next version" }).click();
  await expect(page.getByText("1 rows × 4 columns")).toBeVisible();
});

test("the counts of a facet are taken back by the next change", async ({ page }) => {
  const lines = Array.from({ length: 60 }, (_, i) => `${i},value ${i}`);
  await prepare(page, "Facets taken back", "many", ["id,name", ...lines]);
  const given: string[] = [];
  page.on("requestfailed", (request) => given.push(request.url().split("/").at(-1)!));
  let isHeld = true;
  await page.route("**/facets", (route) => (isHeld ? undefined : route.continue()));
  const asked = page.waitForRequest("**/facets");
  await page.getByLabel("Add a facet").selectOption("name");
  await asked;
  isHeld = false;
  await facet(page, "name").getByLabel("Search the values of name").fill("value 5");
  await expect(facet(page, "name")).toContainText("11 of 60 values");
  await expect.poll(() => given).toContain("facets");
  await facet(page, "name").getByLabel("Search the values of name").fill("");
  await expect(facet(page, "name")).toContainText("1–50");
  await facet(page, "name").getByRole("button", { name: "Next" }).click();
  await expect(facet(page, "name")).toContainText("51–60");
});

test("values written in several ways are merged by one step, chosen by keys", async ({ page }) => {
  await prepare(page, "Clusters", "people", [
    "id,name",
    ...["Ana Pérez", "ana perez", "PÉREZ  Ana", "Luis", "Luís", "Lius", "Marta", "Ana Pérez"].map(
      (name, i) => `${i},${name}`,
    ),
  ]);
  await page.getByLabel("Add a facet").selectOption("name");
  await page.getByRole("button", { name: "Cluster and edit …" }).click();
  const dialog = page.getByRole("dialog", { name: "Clusters of name" });
  await expect(dialog.getByRole("status")).toContainText("2 clusters among 7 values");
  await dialog.getByLabel("Merge the cluster of Ana Pérez").press("Space");
  await dialog.getByLabel("New value of the cluster of Luis").fill("Luis Gómez");
  await expect(dialog.getByLabel("Merge the cluster of Luis")).toBeChecked();
  await page.setViewportSize({ width: 390, height: 900 });
  await expect(dialog).toBeVisible();
  await page.setViewportSize({ width: 1280, height: 900 });
  await expectSoundEverywhere(page, "recipe-clusters");
  await dialog.getByRole("button", { name: "Merge 2 clusters" }).click();
  await expect(names(page)).toHaveText(["Map name: PÉREZ  Ana to Ana Pérez and 3 more"]);
  await expect(facet(page, "name")).toContainText("4 values");

  await page.getByRole("button", { name: "Cluster and edit …" }).click();
  await expect(dialog.getByRole("status")).toContainText("0 clusters among 4 values");
  await dialog.getByLabel("Compare by").selectOption("distance");
  await dialog.getByLabel("Letters that differ at most").selectOption("4");
  await expect(dialog.getByRole("status")).toContainText("2 values: have too few letters to be compared");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(facet(page, "name")).toContainText("7 values");
});

test("a cell is edited where it stands, by keys and by a double click, and taken back", async ({ page }) => {
  await prepare(page, "Cells", "people", ["id,name,age", "1,Ana,31", "2,Luis,x", "3,Eva,29"]);
  const cells = page.getByRole("grid", { name: "Preview" });
  await cells.getByRole("gridcell", { name: "1", exact: true }).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.keyboard.type("44");
  await page.keyboard.press("Enter");
  await expect(names(page)).toHaveText(["Set age to 44 where id is 2"]);
  await expect(page.locator("td.changed")).toHaveAttribute("title", "was x");

  await cells.getByRole("gridcell", { name: "Eva" }).dblclick();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.press("Enter");
  await expect(names(page).nth(1)).toHaveText("Set name to missing where id is 3");
  await cells.getByRole("gridcell", { name: "Ana" }).dblclick();
  await page.keyboard.type("nobody");
  await page.keyboard.press("Escape");
  await expect(names(page)).toHaveCount(2);
  await expectSoundEverywhere(page, "recipe-cells");
  await page.keyboard.press("Control+z");
  await expect(names(page)).toHaveCount(1);
  await expect(cells.getByRole("gridcell", { name: "Eva" })).toBeVisible();
});

test("nearly repeated rows are looked at in pairs, decided by hand, and dropped", async ({ page }) => {
  await prepare(page, "Near rows", "people", [
    "id,name,age",
    "1,Ana Pérez,31",
    "2,ana perez,31",
    "3,Luis Gómez,40",
    "4,Luis Gomes,41",
    "5,Eva,29",
  ]);
  await page.getByRole("button", { name: "Add a step" }).click();
  await page.getByLabel("New step").selectOption({ label: "Drop nearly repeated rows" });
  await page.getByRole("group", { name: "Texts that are alike" }).getByLabel("name").check();
  await page
    .getByRole("group", { name: "A decision is remembered by; none means by what is compared" })
    .getByLabel("id")
    .check();
  await expect(page.getByText("1–2 of 2 pairs, the least alike first")).toBeVisible();
  await expect(page.getByLabel("What the step does")).toHaveText("5 → 3 rows");
  const pair = page.getByRole("region", { name: "Pair of rows 3 and 4" });
  await expect(pair).toContainText("Luis GómezLuis Gomes");
  await expectSoundEverywhere(page, "recipe-near");
  await pair.getByRole("button", { name: "Keep both" }).press("Enter");
  await expect(page.getByLabel("What the step does")).toHaveText("5 → 4 rows");
  await page.getByRole("button", { name: "Add step" }).click();
  await expect(names(page)).toHaveText(["Drop rows nearly repeated by name, alike from 0.85"]);
  await page.getByRole("button", { name: "Edit step 1" }).click();
  await expect(pair.getByRole("button", { name: "Keep both" })).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Save as next version" }).click();
  await expect(page.getByText("4 rows × 3 columns")).toBeVisible();
});
