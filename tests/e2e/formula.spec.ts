import { enter, expect, makeProject, test } from "./journey";

test("a formula is written with completion, help and its mistakes marked, by keys alone", async ({
  page,
}) => {
  await enter(page);
  const root = await makeProject(page, "Formulas");
  const { origin } = new URL(page.url());
  const made = await page.request.post(`/api${root}/datasets`, {
    data: { sample: "neo" },
    headers: { origin },
  });
  expect(made.status()).toBe(201);
  await page.goto(`${root}/data/neo-simulated/prepare`);
  await page.getByRole("button", { name: "Add a step" }).click();
  await page.getByLabel("New step").selectOption("derive");
  await page.getByLabel("Name", { exact: true }).fill("size");
  const formula = page.getByLabel("Formula");
  await formula.pressSequentially("rou");
  const list = page.getByRole("listbox", { name: "Suggestions" });
  await expect(list.getByRole("option", { name: "round(" })).toBeVisible();
  await formula.press("ArrowDown");
  await expect(list.getByRole("option", { selected: true })).toHaveText(/^round\(/);
  await formula.press("Enter");
  await expect(formula).toHaveValue("round(");
  await expect(page.getByText("round(x, [digits])")).toBeVisible();
  await formula.pressSequentially("Absol");
  await formula.press("ArrowDown");
  await formula.press("Enter");
  await expect(formula).toHaveValue('round("Absolute Magnitude"');
  await formula.pressSequentially(" + 'a', 1)");
  await expect(page.getByRole("alert").getByText("number + text is not possible")).toBeVisible();
  await expect(page.locator(".fault mark")).toHaveText("'");
  await formula.fill('round("Absolute Magnitude" / 2, 1)');
  await expect(page.getByText("Gives numbers.")).toBeVisible();
  await expect(page.locator(".fault")).toHaveCount(0);
  await formula.press("Enter");
  await expect(page.getByText("After step 1")).toBeVisible();

  await page.getByRole("button", { name: "Save as next version" }).click();
  await expect(page.getByText("v2").first()).toBeVisible();
  await page.goto(`${root}/data/neo-simulated?version=2&view=schema`);
  await page.getByRole("button", { name: "Python (pandas)" }).click();
  await expect(page.getByLabel("Recipe in Python (pandas)")).toContainText('df["size"] = f_round(');
  await page.getByRole("button", { name: "TypeScript (row by row)" }).click();
  const typeScript = page.getByLabel("Recipe in TypeScript (row by row)");
  await expect(typeScript).toContainText('row = put(row, [["size", call("round"');
  await page.getByRole("button", { name: "SQL (DuckDB)" }).click();
  await expect(page.getByLabel("Recipe in SQL (DuckDB)")).toContainText('AS "size"');
});
