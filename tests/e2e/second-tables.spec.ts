import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { enter, expect, expectSoundEverywhere, makeProject, test } from "./journey";

async function upload(page: Page, root: string, name: string, lines: readonly string[]): Promise<void> {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "perihelion-tables-")), `${name}.csv`);
  writeFileSync(file, `${lines.join("\n")}\n`);
  await page.goto(`${root}/data`);
  await page.getByLabel("File to upload").setInputFiles(file);
  await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
}

test("a second table is joined by keys, seen before saving, and both tell of the version made", async ({
  page,
}) => {
  await enter(page);
  const root = await makeProject(page, "Two tables");
  await upload(page, root, "bodies", ["id,kind", "1,rock", "2,ice", "3,rock"]);
  await upload(page, root, "masses", ["id,mass,kind", "3,30,r", "1,10,r", "1,11,r"]);
  await page.goto(`${root}/data/bodies/prepare`);
  await page.getByRole("button", { name: "Add a step" }).click();
  await page.getByLabel("New step").selectOption({ label: "Join with another table" });
  await page.getByLabel("Second table").selectOption("masses");
  await expect(page.getByLabel("Version of masses")).toHaveValue("1");
  await page.getByLabel("Column here 1").selectOption("id");
  await page.getByLabel("Column there 1").selectOption("id");
  await expect(page.getByLabel("What the step does")).toHaveText(
    "3 → 4 rows, 2 cells newly missing, new mass, kind_right",
  );
  await expect(
    page.getByText("1 row has several matches in masses v1, such as id 1: 3 rows become 4"),
  ).toBeVisible();
  await expect(page.getByText("1 row has no match in masses v1: their new cells are missing")).toBeVisible();
  await expectSoundEverywhere(page, "join-step");
  await page.getByRole("button", { name: "Add step" }).click();
  const save = page.getByRole("button", { name: "Save as next version" });
  await expect(page.getByText("One match is expected")).toBeVisible();
  await expect(save).toBeDisabled();

  await page.getByRole("button", { name: "Edit step 1" }).click();
  await page.getByLabel("Expect one match a row, or refuse").uncheck();
  await page.getByRole("group", { name: "Columns that come along" }).getByLabel("mass").check();
  await page.getByRole("button", { name: "Change step" }).click();
  await expect(page.locator(".steps .step-name")).toHaveText(["Join masses v1 by id (left)"]);
  await expect(page.locator(".steps")).toContainText("3 → 4 rows, 1 cell newly missing, new mass");

  await page.getByRole("button", { name: "Add a step" }).click();
  await page.getByLabel("New step").selectOption({ label: "Union: rows of another table below" });
  await page.getByLabel("Second table").selectOption("masses");
  await page.getByLabel("Column that names the table of each row").fill("from");
  await page.getByRole("button", { name: "Add step" }).click();
  await expect(page.locator(".steps")).toContainText("4 → 7 rows, new from");
  await save.click();
  await expect(page).toHaveURL(/bodies\?version=2/);

  await page.goto(`${root}/data/masses?view=lineage`);
  await expect(page.getByRole("main")).toContainText("bodies v2");
  await expect(page.getByRole("main")).toContainText("Join masses v1 by id (left)");
  await page.goto(`${root}/data/bodies?version=2&view=lineage`);
  await expect(page.getByRole("main")).toContainText("masses v1");
});
