import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { enter, expect, expectSoundEverywhere, makeProject, test } from "./journey";

test("several files that are chosen together become one table, with the file of each row", async ({
  page,
}) => {
  await enter(page);
  const root = await makeProject(page, "Several files");
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-several-"));
  const fileOf = (name: string, text: string) => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const files = [
    fileOf("may.csv", "id,seen\n1,01/02/2020\n"),
    fileOf("june.csv", "mass,seen,id\n5,03/04/2020,2\n"),
  ];
  await page.goto(`${root}/data`);
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a file or several" }).press("Enter");
  await (await chooser).setFiles(files);
  await expect(page.getByRole("heading", { name: "Import may.zip" })).toBeVisible();
  await expect(page.getByText("Rows by file: may.csv 1, june.csv 1")).toBeVisible();
  await expect(page.getByText("may.csv lacks mass: missing in its rows")).toBeVisible();
  await page.getByLabel("Column that names the file of each row").fill("month");
  await expect(page.getByRole("cell", { name: "june.csv" })).toBeVisible();
  await expectSoundEverywhere(page, "import-several");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByRole("heading", { name: "may", exact: true })).toBeVisible();
  await expect(page.getByText("2 rows × 4 columns")).toBeVisible();
});
