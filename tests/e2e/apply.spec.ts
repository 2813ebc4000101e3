import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { nasaFile } from "../data";
import { enter, expect, expectSoundEverywhere, makeProject, test } from "./journey";

test("a recipe that was fitted on one year is applied to the next, with other names of its columns", async ({
  page,
  baseURL,
}) => {
  const later = nasaFile && path.join(path.dirname(nasaFile), "neows_2022.csv");
  test.skip(!later || !existsSync(later), "the real files of near-earth objects are not on this machine");
  test.setTimeout(180_000);
  await enter(page);
  const root = await makeProject(page, "Applied");
  const headers = { origin: baseURL! };
  const steps = [
    { kind: "select", columns: ["Absolute Magnitude", "Minimum Orbit Intersection", "Eccentricity"] },
    { kind: "scale", columns: ["Absolute Magnitude"], how: "standard" },
    { kind: "rename", from: "Minimum Orbit Intersection", to: "moid" },
  ];
  for (const source of [nasaFile!, later!]) {
    const file = { name: path.basename(source), mimeType: "text/csv", buffer: readFileSync(source) };
    const sent = await page.request.post(`/api${root}/datasets`, { multipart: { file }, headers });
    expect(sent.ok(), await sent.text()).toBe(true);
  }
  const made = await page.request.post(`/api${root}/datasets/nasa/versions/1/recipes`, {
    data: { steps },
    headers,
  });
  expect(made.ok(), await made.text()).toBe(true);

  await page.goto(`${root}/data/nasa?version=2`);
  await page.getByRole("link", { name: "Apply to new rows" }).click();
  await expect(page.getByRole("heading", { name: "Apply the recipe of v2" })).toBeVisible();
  await page.getByLabel("Table", { exact: true }).selectOption("neows_2022");
  const wrong = page.getByRole("list", { name: "What stands in the way" });
  await expect(wrong).toContainText("The column Absolute Magnitude is absent");
  await expect(wrong).toContainText("The column Eccentricity is absent");
  await expect(page.getByRole("button", { name: "Apply", exact: true })).toBeDisabled();
  await expectSoundEverywhere(page, "apply-recipe");
  for (const [column, name] of [
    ["Absolute Magnitude", "abs_mag"],
    ["Minimum Orbit Intersection", "min_orb_inter"],
    ["Eccentricity", "e"],
  ] as const) {
    await page.getByLabel(`Column for ${column}`).selectOption(name);
    await expect(page).toHaveURL(new RegExp(`%22${name}%22`));
  }
  await expect(page.getByText("The columns fit, and every step can be done.")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Column for Eccentricity")).toHaveValue("e");
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "Saved" })).toContainText("11,993 rows");
  await expectSoundEverywhere(page, "applied-recipe");
  await page.getByRole("link", { name: "neows_2022-prepared v1" }).click();
  await expect(page.getByRole("heading", { name: "neows_2022-prepared" })).toBeVisible();
  await expect(page.getByText("11,993 rows × 3 columns")).toBeVisible();
});
