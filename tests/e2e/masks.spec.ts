import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { enter, expect, expectSoundEverywhere, join, makeProject, test } from "./journey";

const people = Array.from({ length: 30 }, (_, i) => `${i},person-${i},${1_000 + i * 37},${i % 4 === 0}`);

async function upload(page: Page, root: string): Promise<void> {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "perihelion-masks-")), "people.csv");
  writeFileSync(file, `id,name,pay,label\n${people.join("\n")}\n`);
  await page.goto(`${root}/data`);
  await page.getByLabel("File to upload").setInputFiles(file);
  await expect(page.getByRole("heading", { name: "people", exact: true })).toBeVisible();
}

async function mask(page: Page, column: string, kind: string, role: string): Promise<void> {
  await page.getByRole("button", { name: `Mask ${column}` }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Mask", { exact: true }).selectOption(kind);
  await dialog.getByLabel("Values are seen from this role on").selectOption(role);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toHaveCount(0);
}

test("an owner masks columns, others see masks on every page, and a derived column is freed", async ({
  page,
  browser,
}) => {
  test.slow();
  await enter(page);
  const root = await makeProject(page, "Masked people");
  await upload(page, root);
  await page.goto(`${root}/data/people?view=schema`);
  await mask(page, "name", "hide", "maintainer");
  await mask(page, "pay", "bin", "owner");
  const row = page.getByRole("row", { name: /^pay / });
  await expect(row).toContainText("in ranges below owner");
  await expectSoundEverywhere(page, "masks-schema");

  const editor = await join(page, browser, root, "Mei Lindqvist", "EDITOR");
  await editor.goto(`${root}/data/people?view=rows`);
  await expect(editor.getByText(/Masked for you: name, pay/)).toBeVisible();
  const locks = editor.getByRole("columnheader").getByRole("img", { name: /^Masked: / });
  await expect(locks).toHaveCount(2);
  await expect(editor.getByText(/^below \d/).first()).toBeAttached();
  await expect(editor.getByText("person-3", { exact: true })).toHaveCount(0);
  await expectSoundEverywhere(editor, "masks-rows");
  await editor.goto(`${root}/data/people?view=rows&filter=${encodeURIComponent("pay > 1200")}`);
  await expect(editor.getByText(/“pay” is masked for you/)).toBeVisible();
  await editor.goto(`${root}/data/people?view=explore`);
  await expect(editor.getByText(/Masked for you: name, pay/)).toBeVisible();
  const masked = editor.getByRole("table", { name: "Columns" }).getByRole("img", { name: /^Masked: / });
  await expect(masked).toHaveCount(2);
  await expect(editor.getByText("2073", { exact: true })).toHaveCount(0);
  await editor.goto(`${root}/data/people/prepare`);
  await expect(editor.getByRole("region", { name: "Preview" })).toBeVisible();
  await expect(editor.getByText("person-3", { exact: true })).toHaveCount(0);
  await page.goto(`${root}/data/people?view=rows`);
  await expect(page.getByText("person-3", { exact: true })).toBeVisible();

  await page.evaluate(async (api) => {
    const steps = [{ kind: "rename", from: "pay", to: "wage" }];
    await fetch(`${api}/datasets/people/versions/1/recipes`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "wages", steps }),
    });
  }, `/api${root}`);
  await page.goto(`${root}/data/wages?view=schema`);
  await expect(page.getByRole("row", { name: /^wage / })).toContainText("as what it was made of");
  await editor.goto(`${root}/data/wages?view=rows`);
  await expect(editor.getByText("1111", { exact: true })).toHaveCount(0);
  await expect(editor.getByText(/Masked for you: name, wage/)).toBeVisible();
  await page.getByRole("button", { name: "Change mask of wage" }).click();
  await page.getByRole("button", { name: "Free wage" }).click();
  await expect(page.getByRole("row", { name: /^wage / })).toContainText("everybody");
  await editor.goto(`${root}/data/wages?view=rows`);
  await expect(editor.getByText(/^1,?111$/)).toBeVisible();
  await expect(editor.getByText(/Masked for you: name\./)).toBeVisible();
});
