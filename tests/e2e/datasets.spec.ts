import { enter, expect, expectSoundEverywhere, makeProject, test } from "./journey";

const first = "id,size,kind\n1,1.5,a\n2,2.5,b\n3,3.5,a\n";
const second = "id,size,kind\n1,1.5,a\n2,9,b\n4,4.5,c\n";

test("a dataset is renamed, compared, restored and cleared of a version by clicks", async ({
  page,
  baseURL,
}) => {
  await enter(page);
  const root = await makeProject(page, "Versions in the hand");
  const api = `/api${root}/datasets`;
  for (const text of [first, second]) {
    const file = { name: "rocks.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
    const sent = await page.request.post(api, { multipart: { file }, headers: { origin: baseURL! } });
    expect(sent.status()).toBe(201);
  }

  await page.goto(`${root}/data/rocks`);
  await page.getByLabel("More", { exact: true }).click();
  await page.getByRole("button", { name: "Rename or describe" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("stones");
  await page.getByRole("textbox", { name: "Description, optional" }).fill("What the field crew brought");
  await page.keyboard.press("Tab");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "stones", exact: true })).toBeVisible();
  await expect(page.getByText("What the field crew brought")).toBeVisible();
  await expect(page.getByText("rocks is called stones now")).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("heading", { name: "rocks", exact: true })).toBeVisible();

  await page.getByRole("link", { name: "Versions 2" }).click();
  await page.getByRole("row", { name: /^v2/ }).getByRole("link", { name: "Compare" }).click();
  await expect(page.getByRole("heading", { name: "Compare v1 with v2" })).toBeVisible();
  await page.getByLabel("Key").selectOption("kind");
  await expect(page.getByRole("alert").filter({ hasText: "kind is no key" })).toBeVisible();
  await page.getByRole("button", { name: "Without kind" }).click();
  await page.getByLabel("Key").selectOption("id");
  await expect(page.getByRole("button", { name: "1 changed" })).toBeVisible();
  await expect(page.getByRole("row", { name: /size: 2\.5 → 9/ })).toBeVisible();
  await page.getByRole("button", { name: "1 removed" }).click();
  await expect(page).toHaveURL(/kind=removed/);
  await expect(page.getByRole("row", { name: /^3 3 – removed/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /size/ })).toBeVisible();
  await expectSoundEverywhere(page, "compare-rows");

  await page.goto(`${root}/data/rocks?view=versions`);
  await page.getByLabel("More for v1").click();
  await page.getByRole("button", { name: "Restore as the next version" }).click();
  await expect(page.getByRole("cell", { name: "restored from rocks v1" })).toBeVisible();
  await page.getByLabel("More for v1").click();
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("1 version made from it (rocks v3)")).toBeVisible();
  await expect(page.getByRole("button", { name: "Delete rocks v1" })).toBeDisabled();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByLabel("More for v2").click();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByLabel("Reason").fill("sent by mistake");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "v2", exact: true })).toHaveCount(0);

  await page.getByRole("link", { name: "Lineage" }).click();
  await expect(page.getByRole("heading", { name: "Made from", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "rocks v1", exact: true })).toBeVisible();
  await expectSoundEverywhere(page, "lineage-of-restored");

  await page.getByLabel("More", { exact: true }).click();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByLabel("Reason").fill("all of it");
  await page.getByRole("button", { name: "Delete rocks" }).click();
  await expect(page).toHaveURL(/\/data$/);
  await expect(page.getByText("rocks", { exact: true })).toHaveCount(0);
});

const header = "id,size,kind,when,flag\n";
const rocks = Array.from({ length: 60 }, (_, i) => {
  const size = i === 59 ? 500 : (i % 10) + 0.5;
  const month = String((i % 12) + 1).padStart(2, "0");
  return `${i + 1},${size},${i % 3 === 0 ? "a" : "b"},2020-${month}-01,${i % 2 === 0}\n`;
});

test("columns get a meaning, are looked at one by one, and their outliers in their rows", async ({
  page,
  baseURL,
}) => {
  await enter(page);
  const root = await makeProject(page, "Knowing a dataset");
  const file = { name: "rocks.csv", mimeType: "text/csv", buffer: Buffer.from(header + rocks.join("")) };
  const options = { multipart: { file }, headers: { origin: baseURL! } };
  expect((await page.request.post(`/api${root}/datasets`, options)).status()).toBe(201);

  await page.goto(`${root}/data/rocks?view=schema`);
  await page.getByRole("button", { name: "Add: id is different in every row" }).click();
  await expect(page.getByRole("row", { name: /^id .*different in every row/ })).toBeVisible();
  await page.getByRole("button", { name: "Edit size" }).click();
  await page.getByLabel("Unit").fill("km");
  await page.getByLabel("Description").fill("The longest side");
  await page.getByLabel("At most").fill("100");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row", { name: /size .*km The longest side at most 100/ })).toBeVisible();
  await page.getByRole("button", { name: "Edit kind" }).click();
  await page.getByLabel("Role").selectOption("target");
  await page.keyboard.press("Tab");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row", { name: /kind .*target/ })).toBeVisible();
  await page.getByRole("button", { name: "Check v1 now" }).click();
  await expect(page.getByText("1 of 60 rows are not: warning")).toBeVisible();
  await page.getByRole("button", { name: "Rows", exact: true }).click();
  await expect(page.getByRole("cell", { name: "500" })).toBeVisible();
  await expectSoundEverywhere(page, "dictionary");

  await page.getByRole("link", { name: "Explore", exact: true }).click();
  await expect(page.getByRole("combobox", { name: "Target" })).toHaveValue("kind");
  await page.getByPlaceholder("Find in 5 columns").fill("si");
  await expect(page).toHaveURL(/find=si/);
  await expect(page.getByText("1 of 5 columns shown")).toBeVisible();
  await page.getByRole("link", { name: "size" }).click();
  await expect(page.getByRole("heading", { name: "size", exact: true })).toBeVisible();
  await expect(page.getByText("The longest side")).toBeVisible();
  await expect(page.getByRole("img", { name: /size in 40 bins of equal width/ })).toBeVisible();
  await page.getByRole("combobox", { name: "Bins" }).selectOption("10");
  await page.getByRole("checkbox", { name: "Logarithmic" }).click();
  await expect(page.getByRole("img", { name: /size in 10 bins of equal ratio/ })).toBeVisible();
  await page.getByRole("combobox", { name: "Over" }).selectOption("when");
  await expect(page.getByRole("heading", { name: "Over when" })).toBeVisible();
  await page.getByRole("combobox", { name: "With" }).selectOption("id");
  await expect(page.getByText("Kendall τ-b")).toBeVisible();
  await expectSoundEverywhere(page, "column");

  await page
    .getByRole("row", { name: /^1\.5 IQR/ })
    .getByRole("link")
    .click();
  await expect(page.getByText("1–1 of 1 that match")).toBeVisible();
  await expect(page.getByRole("cell", { name: "500" })).toBeVisible();
  await page.getByRole("button", { name: "Clear filter" }).click();
  await expect(page.getByText("1–60 of 60")).toBeVisible();
  await page.getByTitle("Sort by size").click();
  await page.getByTitle("Sort by size").click();
  await expect(page).toHaveURL(/down=true/);
  await expect(page.getByRole("row").nth(1)).toContainText("500");
  await page.getByRole("button", { name: "Pin size" }).click();
  await expect(page.getByRole("columnheader").nth(1)).toContainText("size");
  await page.getByRole("button", { name: "Hide when" }).click();
  await expect(page.getByText("1 hidden")).toBeVisible();
  await page.getByLabel("Rows where").fill("kind = 'a'");
  await page.keyboard.press("Enter");
  await expect(page.getByText("1–20 of 20 that match")).toBeVisible();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy row 58" }).click();
  await expect(page.getByText("Row 58 copied")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    "7.5\t58\ta\ttrue".replace("true", "false"),
  );
  await page.getByText("Download", { exact: true }).click();
  const saving = page.waitForEvent("download");
  await page.getByRole("link", { name: "CSV" }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe("rocks-v1.csv");
  await expectSoundEverywhere(page, "rows-grid");
});
