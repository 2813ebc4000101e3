import { expect, expectSoundEverywhere, newNotebook, test } from "./journey";

test("a click in the list of data writes the cell that reads it, and one key takes it back", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const root = await newNotebook(page, "Data panel");
  const upload = (name: string, text: string) =>
    page.request.post(`/api${root}/datasets`, {
      multipart: { file: { name, mimeType: "text/csv", buffer: Buffer.from(text) } },
    });
  const lines = Array.from(
    { length: 40 },
    (_, i) => `${i},${i % 3 ? "rock" : "ice"},2026-01-${10 + (i % 9)}`,
  );
  for (const name of ["it-s data.csv", "neo.csv"])
    expect((await upload(name, ["size,kind,day", ...lines].join("\n"))).status()).toBe(201);
  const others = Array.from({ length: 23 }, (_, i) => upload(`more ${100 + i}.csv`, `a\n${i}\n`));
  for (const answer of await Promise.all(others)) expect(answer.status()).toBe(201);
  await page.reload();
  const panel = page.getByRole("region", { name: "Data" });
  await expect(panel.getByRole("heading", { name: "Data 25" })).toBeVisible();
  await expect(panel.getByRole("button", { name: "5 more" })).toBeVisible();
  await panel.getByRole("searchbox", { name: "Search datasets" }).click();
  await page.keyboard.type("NEO");
  const neo = panel.getByRole("button", { name: "neo v1, 40 rows" });
  await expect(panel.getByRole("listitem")).toHaveCount(1);
  await neo.click();
  await expect(panel.getByText("How its values are spread is not worked out yet.")).toBeVisible();
  await expect(panel.getByText("kind", { exact: true })).toBeVisible();
  await panel.getByRole("button", { name: "Profile", exact: true }).click();
  await expect(panel.getByRole("img", { name: "0 to 39" })).toBeVisible();
  await expect(panel.getByText("rock", { exact: true })).toBeVisible();
  // what was worked out is kept, and shown at once when it is opened again
  await neo.click();
  await neo.click();
  await expect(panel.getByRole("img", { name: "0 to 39" })).toBeVisible();
  await expectSoundEverywhere(page, "notebook-data");

  await page.getByRole("textbox", { name: "Cell 2, TypeScript, text" }).click();
  await page.keyboard.press("Escape");
  await panel.getByRole("button", { name: "TS: read neo in a cell" }).click();
  const written = page.getByRole("article", { name: "Cell 3, TypeScript" });
  await expect(written).toBeFocused();
  await expect(written).toContainText('const neo = await dataset("neo@v1");');
  await expect(written).toHaveAttribute("data-status", "idle");
  await page.keyboard.press("z");
  await expect(written).toHaveCount(0);

  await panel.getByRole("searchbox").fill("it-s");
  await panel.getByRole("button", { name: "SQL: read it-s data in a cell" }).click();
  const query = page.getByRole("article", { name: "Cell 3, SQL" });
  await expect(query).toBeFocused();
  await page.keyboard.press("Control+Enter");
  const frame = page.frameLocator("iframe");
  await expect(frame.getByText("40 rows × 3 columns")).toBeVisible();
  await expect(page.getByLabel("Name of the table of cell 3")).toHaveValue("itSData");
});
