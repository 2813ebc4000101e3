import { readFile } from "node:fs/promises";
import { enter, expect, expectSound, expectSoundEverywhere, makeProject, test } from "./journey";

const rows = Array.from({ length: 400 }, (_, i) => {
  const kind = i % 3 === 0 ? "low" : "high";
  return [i, ((i * 37) % 101) / 10, i % 5 === 0 ? "" : i * i, kind, i % 7 < 2].join(",");
});
const text = `id,"noise, in units",square,kind,hazardous\n${rows.join("\n")}\n1,3.7,1,high,true\n`;

test("a quality report is read, printed, downloaded and shared by its address", async ({ page, baseURL }) => {
  await enter(page);
  const root = await makeProject(page, "Reports in the hand");
  const file = { name: "rocks.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
  const api = `/api${root}/datasets`;
  const sent = await page.request.post(api, { multipart: { file }, headers: { origin: baseURL! } });
  expect(sent.status()).toBe(201);

  await page.goto(`${root}/data/rocks`);
  await page.getByRole("link", { name: "Report", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Quality report" })).toBeVisible();
  const parts = ["Overview", /^Alerts/, "Variables", "Interactions", "Correlations", "Missing cells"];
  for (const name of [...parts, "Duplicate rows", "Sample", "Provenance"])
    await expect(page.getByRole("heading", { name, level: 2 })).toBeVisible();
  await expect(page.getByText("1 row repeats another in full")).toBeVisible();
  await expect(page.getByRole("img", { name: /^Kendall’s τ-b of 4 columns/ })).toBeVisible();
  await expectSoundEverywhere(page, "quality-report");

  await page.reload();
  await expect(page.getByRole("heading", { name: "noise, in units", exact: false }).first()).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("navigation").first()).toBeHidden();
  await expect(page.getByRole("button", { name: "Print" })).toBeHidden();
  await page.pdf({ path: "test-results/pages/quality-report.pdf", format: "A4", printBackground: true });
  await page.emulateMedia({ media: null });

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "HTML" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("rocks-v1-report.html");
  const html = await readFile(await download.path(), "utf8");
  const alone = await page.context().newPage();
  await alone.setContent(html);
  await expect(alone.getByRole("heading", { name: "rocks v1: quality report" })).toBeVisible();
  await expect(alone.getByText("1 row repeats another in full")).toBeVisible();
  await alone.setViewportSize({ width: 390, height: 900 });
  await alone.screenshot({ path: "test-results/pages/quality-report-file-390.png" });
  await expectSound(alone, "the report's file");
});
