import { enter, expect, expectSoundEverywhere, makeProject, test } from "./journey";

const rows = Array.from({ length: 6_000 }, (_, i) => {
  const kind = ["low", "mid", "high"][i % 3];
  return [i, ((i * 37) % 101) / 10, i % 5 === 0 ? "" : i + (i % 7), kind, i % 7 < 2].join(",");
});
const head = "id,relative velocity in km per second,relative velocity in km per hour,kind,hazardous";

test("what Explore shows stands in the address: reload and Back give the same", async ({ page, baseURL }) => {
  await enter(page);
  const root = await makeProject(page, "Explored in the hand");
  const text = `${head}\n${rows.join("\n")}\n`;
  const file = { name: "rocks.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
  const headers = { origin: baseURL! };
  const sent = await page.request.post(`/api${root}/datasets`, { multipart: { file }, headers });
  expect(sent.status()).toBe(201);

  await page.goto(`${root}/data/rocks`);
  const matrix = page.getByRole("group", { name: "Correlation matrix" });
  await expect(matrix).toBeVisible();
  // The target stands first, with its counts.
  const first = page.getByRole("table", { name: "Columns" }).getByRole("row").nth(1);
  await expect(first).toContainText("hazardous");
  await expect(first).toContainText(/1,71\d true · 4,28\d false/);
  await expect(page.getByRole("link", { name: /^relative v….* second$/ })).toBeVisible();

  await page.getByRole("button", { name: "Kendall" }).click();
  await expect(page).toHaveURL(/method=kendall/);
  await expect(page.getByText("Kendall τ", { exact: true })).toBeVisible();
  const cell = matrix.getByRole("button", {
    name: /^relative velocity in km per second by hazardous|^hazardous by relative velocity in km per second/,
  });
  await cell.click();
  await expect(page.getByText(/: τ = −?0\.\d{4}/)).toBeVisible();
  await expect(page.getByText(/[34],\d{3} of 6,000 rows, drawn by hash/)).toBeVisible();
  await expectSoundEverywhere(page, "explore-kendall");

  await page.reload();
  await expect(page.getByRole("button", { name: "Kendall" })).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByText(/: τ = /)).toBeVisible();
  await page.goBack();
  await expect(page.getByText("Choose a cell to see its points.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Kendall" })).toHaveAttribute("aria-pressed", "true");
  await page.goBack();
  await expect(page).not.toHaveURL(/method=/);
  await expect(page.getByRole("button", { name: "Pearson" })).toHaveAttribute("aria-pressed", "true");
  await page.goForward();
  await expect(page.getByRole("button", { name: "Kendall" })).toHaveAttribute("aria-pressed", "true");

  await page.getByLabel(/^Target/).selectOption("kind");
  await expect(first).toContainText("kind");
  await expect(page.getByTitle(/^correlation ratio/).first()).toBeVisible();
  await page.getByLabel("Order of columns").selectOption("association");
  await page.getByLabel("Find columns").pressSequentially("hour");
  await expect(page).toHaveURL(/find=hour/);
  await page.getByRole("link", { name: /^relative v….* hour$/ }).click();
  await expect(page.getByRole("heading", { name: "relative velocity in km per hour" })).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel("Find columns")).toHaveValue("hour");
  await expect(page.getByLabel("Order of columns")).toHaveValue("association");
  await expect(page.getByLabel(/^Target/)).toHaveValue("kind");
});

test("columns of any type are compared by φk", async ({ page, baseURL }) => {
  await enter(page);
  const root = await makeProject(page, "Any type");
  const rows = Array.from({ length: 300 }, (_, i) => `${i},${"abc"[Math.floor(i / 100)]},${(i * 7) % 2}\n`);
  const file = {
    name: "mixed.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`n,kind,coin\n${rows.join("")}`),
  };
  const sent = await page.request.post(`/api${root}/datasets`, {
    multipart: { file },
    headers: { origin: baseURL! },
  });
  expect(sent.status()).toBe(201);
  await page.goto(`${root}/data/mixed`);
  await page.getByRole("button", { name: "φk" }).click();
  const matrix = page.getByRole("group", { name: "Correlation matrix" });
  await matrix.getByRole("button", { name: /^kind by n|^n by kind/ }).click();
  await expect(page.getByText(/: φk = (1\.0000|0\.9\d{3})/)).toBeVisible();
  await expect(page.getByText("φk, from 0")).toBeVisible();
  await expectSoundEverywhere(page, "explore-phik");

  await page.goto(`${root}/data/mixed/column?column=n`);
  // √7525, rounded; all its digits are in the title.
  await expect(page.getByText("86.7468", { exact: true })).toHaveAttribute("title", /^86\.74675\d+$/);
});
