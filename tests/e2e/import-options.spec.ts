import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { zipOf } from "../zip-writer";
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

test("every option of a file and of its columns is set on the page, and its preview follows", async ({
  page,
  baseURL,
}) => {
  await enter(page);
  const root = await makeProject(page, "Options by hand");
  const sent = async (name: string, buffer: Buffer) => {
    const file = { name, mimeType: "application/octet-stream", buffer };
    const headers = { origin: baseURL! };
    const made = await page.request.post(`/api${root}/uploads`, { multipart: { file }, headers });
    await page.goto(`${root}/upload/${((await made.json()) as { upload: string }).upload}`);
  };
  const rows = page.getByRole("region", { name: "First rows" });

  await sent("a.csv", Buffer.from("id,x,day\n1,'5,5',1.2.2020\n2,-9,soon\n3,s/d,3.4.2020\n"));
  await page.getByLabel("Cells with delimiters stand in").selectOption({ label: "single quote" });
  await page.getByLabel("Missing cells are").first().fill("-9\ns/d");
  await page.getByRole("button", { name: "Options of x" }).click();
  await page.getByLabel("Decimal mark").last().selectOption(",");
  await expect(rows.getByRole("cell", { name: "5.5" })).toBeVisible();
  await page.getByRole("button", { name: "Options of day" }).click();
  await page.getByLabel("Dates are written as").fill("DD.MM.YYYY");
  await page.getByLabel("Cell that is read as something else").fill("soon");
  await page.getByLabel("What it is read as").fill("2.2.2020");
  await page.keyboard.press("Enter");
  await expect(rows.getByRole("cell", { name: "2020-02-02" })).toBeVisible();
  await expect(rows.getByRole("cell", { name: "2020-02-01" })).toBeVisible();
  await expectSoundEverywhere(page, "import-column-options");
  await page.getByRole("button", { name: "Read soon as it is" }).click();
  await page.getByLabel("Cells that do not fit the type").selectOption({ label: "refuse the file" });
  await expect(page.getByText("Line 3: “soon” in day is no date as DD.MM.YYYY")).toBeVisible();

  await sent("ventas.xlsx", readFileSync("tests/fixtures/workbooks/ventas.xlsx"));
  await page
    .getByRole("group", { name: "sheet", exact: true })
    .getByRole("button", { name: "Ventas 2023" })
    .click();
  await expect(page.getByText("Sheet Ventas 2023")).toBeVisible();
  await expectSoundEverywhere(page, "import-sheet");
  await page.getByLabel("Last row of the sheet that is read").fill("8");
  await expect(page.getByText(/rows? below row 8 not read/)).toBeVisible();
  await page.getByRole("button", { name: "Choose another sheet" }).click();
  await expect(page.getByRole("group", { name: "sheet", exact: true })).toBeVisible();

  await sent("a.json", Buffer.from('{"a":[{"d":"1.2.2020"}],"b":[{"e":2}]}'));
  await page.getByRole("button", { name: "/a", exact: true }).click();
  await page.getByLabel("Type of d").selectOption("date");
  await page.getByRole("button", { name: "Options of d" }).click();
  await page.getByLabel("Dates are written as").fill("DD.MM.YYYY");
  await page.keyboard.press("Tab");
  await expect(rows.getByRole("cell", { name: "2020-02-01" })).toBeVisible();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page).toHaveURL(/data\/a$/);
});

test("the folders of an archive of Parquet files become columns by one button", async ({ page, baseURL }) => {
  await enter(page);
  const root = await makeProject(page, "Folders");
  const content = readFileSync("tests/fixtures/parquet/clock.parquet");
  const paths = ["year=2022/a.parquet", "year=2023/a.parquet"];
  const buffer = zipOf(paths.map((name) => ({ name, content, method: 0 })));
  const file = { name: "folder.zip", mimeType: "application/zip", buffer };
  const headers = { origin: baseURL! };
  const made = await page.request.post(`/api${root}/uploads`, { multipart: { file }, headers });
  await page.goto(`${root}/upload/${((await made.json()) as { upload: string }).upload}`);
  await page.getByRole("button", { name: "Read the folders as columns" }).click();
  const rows = page.getByRole("region", { name: "First rows" });
  await expect(rows.getByRole("columnheader", { name: "year" })).toBeVisible();
  await page.getByLabel("Column that names the file of each row").fill("from");
  await expect(rows.getByRole("cell", { name: "year=2022/a.parquet" }).first()).toBeVisible();
  await expect(page.getByText(/Rows by file: year=2022\/a\.parquet/)).toBeVisible();
  await expectSoundEverywhere(page, "import-folder");
});

test("columns of fixed width are found, moved by a click on the ruler, and typed as numbers", async ({
  page,
  baseURL,
}) => {
  await enter(page);
  const root = await makeProject(page, "Fixed width");
  const lines = ["  id  nombre      mag", "   7  Ñandú      10.4", "  12  Eros Ida    9.7"];
  const file = {
    name: "punch.txt",
    mimeType: "text/plain",
    buffer: Buffer.from(lines.map((line) => `${line}\n`).join("")),
  };
  const headers = { origin: baseURL! };
  const made = await page.request.post(`/api${root}/uploads`, { multipart: { file }, headers });
  await page.goto(`${root}/upload/${((await made.json()) as { upload: string }).upload}`);
  const rows = page.getByRole("region", { name: "First rows" });
  const begins = page.getByLabel("Columns begin at");
  await expect(begins).toHaveValue("6, 17");
  await expect(rows.getByRole("cell", { name: "10.4" })).toBeVisible();
  await expect(page.getByText("Read as columns of fixed width")).toBeVisible();
  await expectSoundEverywhere(page, "import-fixed-width");

  const ruler = page.getByRole("region", { name: "Ruler" });
  const pad = ruler.getByText("Click where a column begins").locator("..");
  const { width, height } = (await pad.boundingBox())!;
  await pad.click({ position: { x: (11 * width) / 40, y: height / 2 } });
  await expect(begins).toHaveValue("6, 11, 17");
  await expect(rows.getByRole("cell", { name: "Ida", exact: true })).toBeVisible();
  await pad.click({ position: { x: (11 * width) / 40, y: height / 2 } });
  await expect(begins).toHaveValue("6, 17");

  await begins.fill("6, 11, ");
  await begins.press("End");
  await begins.pressSequentially("9");
  await expect(page.getByText("Type ascending numbers, such as 4, 12, 20.")).toBeVisible();
  await begins.fill("6 11 17");
  await expect(rows.getByRole("cell", { name: "Eros", exact: true })).toBeVisible();
  await page.getByLabel("Delimiter", { exact: true }).selectOption({ label: "comma" });
  await expect(rows.getByRole("cell", { name: "7  Ñandú      10.4" })).toBeVisible();
  await expect(ruler).toHaveCount(0);
  await page.getByLabel("Delimiter", { exact: true }).selectOption({ label: "none: columns of fixed width" });
  await expect(begins).toHaveValue("6, 17");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page).toHaveURL(/data\/punch$/);
});
