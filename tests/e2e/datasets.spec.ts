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
  await expect(page.getByText("1 version made from it: rocks v3")).toBeVisible();
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
