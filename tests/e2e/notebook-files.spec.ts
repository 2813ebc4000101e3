import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { enter, expect, expectSound, makeProject, test } from "./journey";

const jupyter = JSON.stringify({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { language: "javascript", name: "deno", display_name: "Deno" } },
  cells: [
    { cell_type: "markdown", id: "a", metadata: {}, source: ["# Costs ${2 + 2}"] },
    {
      cell_type: "code",
      id: "b",
      metadata: {},
      execution_count: 1,
      outputs: [{ output_type: "stream", name: "stdout", text: ["42"] }],
      source: ["6 * 700"],
    },
  ],
});

async function choose(page: Page, name: string, text: string): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Import" }).click();
  await (await chooser).setFiles({ name, mimeType: "", buffer: Buffer.from(text) });
}

async function download(page: Page, format: string): Promise<string> {
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: format }).click();
  return readFile(await (await downloading).path(), "utf8");
}

test("a Jupyter notebook comes in by a click without running, is worked on, and leaves again", async ({
  page,
}) => {
  await enter(page);
  const root = await makeProject(page, "Files");
  await page.goto(`${root}/notebooks`);
  await choose(page, "table.csv", "a,b\n1,2");
  await expect(page.getByRole("alert").filter({ hasText: "This file is no notebook" })).toBeVisible();
  await choose(page, "costs.ipynb", jupyter);
  const dialog = page.getByRole("dialog", { name: "costs was imported" });
  await expect(dialog.getByText("1 output of the file is kept")).toBeVisible();
  await expect(page.locator("td .name")).toHaveText("costs"); // the list behind it is drawn anew
  await expectSound(page, "what an import says");
  await dialog.getByRole("link", { name: "Open notebook" }).click();

  const output = page.frameLocator("iframe");
  await expect(page.getByText("Nothing of it has run.")).toBeVisible();
  await expect(output.getByText("4200")).toHaveCount(0);
  await page.getByRole("button", { name: "Run all" }).first().click();
  await expect(output.getByText("4200")).toBeVisible();
  await expect(output.getByRole("heading", { name: "Costs ${2 + 2}" })).toBeVisible(); // text, not 4
  await page.locator("summary").filter({ hasText: "Export" }).click();
  expect(await download(page, "Jupyter (.ipynb)")).toBe(jupyter);

  await page.getByRole("textbox", { name: "Cell 2, JavaScript, text" }).click();
  await expect(page.locator(".monaco-editor")).toBeVisible();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("6 * 701");
  await expect(page.getByRole("status").filter({ hasText: /^Saved/ })).toBeVisible();
  await page.locator("summary").filter({ hasText: "Export" }).click();
  const { cells } = JSON.parse(await download(page, "Jupyter (.ipynb)")) as { cells: object[] };
  expect(cells[0]).toEqual((JSON.parse(jupyter) as { cells: object[] }).cells[0]);
  expect(cells[1]).toMatchObject({ id: "b", source: ["6 * 701"], outputs: [] });

  await page.goto(`${root}/notebooks`);
  await page
    .locator("summary")
    .filter({ has: page.locator("svg") })
    .last()
    .click();
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await download(page, "Export as Python (.py)")).toContain("# %% [markdown]");
});
