import { expect, expectSoundEverywhere, newNotebook, test } from "./journey";

const cells = [
  { id: 1, mode: "md", source: "# Unseen" },
  { id: 2, mode: "ts", source: "const least = view(Inputs.range([0, 9], { value: 3, step: 1 }))" },
  {
    id: 3,
    mode: "ts",
    source: 'Plot.dot([{ h: 1, k: "a" }, { h: least, k: "b" }], { x: "h", y: "h", fill: "k" }).plot()',
  },
  {
    id: 4,
    mode: "html",
    source: "<p id=said>At least <b>${least}</b><script>document.title = 'x'</script></p>",
  },
  { id: 5, mode: "ts", source: "[{ name: 'Ceres', size: least }]" },
  { id: 6, mode: "ts", source: "console.log('before');\nthrow new Error('not today')" },
];

test("a notebook runs without a page, with other inputs, and what its cells showed stays to be read", async ({
  page,
}) => {
  await newNotebook(page, "Running unseen");
  const address = new URL(page.url()).pathname;
  const { revision } = await (await page.request.get(`/api${address}`)).json();
  await page.request.put(`/api${address}`, { data: { title: "Unseen", cells, revision } });
  await page.goto(address);
  await page.getByRole("link", { name: "Runs", exact: true }).click();
  await expect(page.getByRole("heading", { name: "No runs yet" })).toBeVisible();

  await page.getByRole("button", { name: "New run" }).click();
  await page.getByLabel("least").pressSequentially("7");
  await page.getByLabel("Seed").pressSequentially("1");
  await expectSoundEverywhere(page, "notebook-new-run");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Run 1" })).toBeVisible();

  const cell = (n: number) => page.getByRole("article", { name: new RegExp(`^Cell ${n},`) });
  await expect(page.getByRole("article", { name: "Cell 6, failed" })).toBeVisible({ timeout: 60_000 });
  const shown = (n: number) => cell(n).frameLocator("iframe");
  await expect(cell(2)).toContainText("Input, in this run 7");
  await expect(shown(3).locator("circle")).toHaveCount(2);
  await expect(shown(4).locator("b")).toHaveText("7");
  await expect(cell(5).getByRole("cell")).toHaveText(["Ceres", "7"]);
  await expect(cell(6)).toContainText("before");
  await expect(cell(6)).toContainText("Error: not today (line 2)");
  await expect(page).toHaveTitle(/Notebook runs/);
  await expect(page.getByText("5 cells, 1 failed")).toBeVisible();
  await expectSoundEverywhere(page, "notebook-run");

  await page.getByRole("button", { name: "New run" }).click();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Run 2" })).toBeVisible();
  await expect(shown(4).locator("b")).toHaveText("3", { timeout: 60_000 });
  await page.getByRole("region", { name: "All runs" }).getByRole("link", { name: "1", exact: true }).click();
  await expect(shown(4).locator("b")).toHaveText("7");
  await page.getByRole("link", { name: "Job", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Run Unseen" })).toBeVisible();
  await page.getByRole("link", { name: "Open run 1" }).click();
  await expect(page.getByRole("heading", { name: "Run 1" })).toBeVisible();
});
