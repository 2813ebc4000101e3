import type { Page } from "@playwright/test";
import { enter, expect, makeProject, test } from "./journey";

async function withData(page: Page, name: string): Promise<string> {
  await enter(page);
  const root = await makeProject(page, name);
  const { origin } = new URL(page.url());
  const made = await page.request.post(`/api${root}/datasets`, {
    data: { sample: "neo" },
    headers: { origin },
  });
  expect(made.status()).toBe(201);
  return root;
}

test("steps of a recipe that was left are there again, until they are saved or given up", async ({
  page,
}) => {
  const root = await withData(page, "Drafts");
  const prepare = `${root}/data/neo-simulated/prepare`;
  await page.goto(prepare);
  await page.getByRole("button", { name: "Add a step" }).click();
  await page.getByLabel("Equinox", { exact: true }).check();
  await page.getByRole("button", { name: "Add step" }).click();
  await expect(page.getByText("After step 1")).toBeVisible();
  await page.getByRole("link", { name: "Experiments" }).first().click();
  await expect(page.getByRole("heading", { name: "Experiments", exact: true })).toBeVisible();
  await page.goto(prepare);
  await expect(page.getByText("Goes on from your draft")).toBeVisible();
  await expect(page.getByText("After step 1")).toBeVisible();
  await page.reload();
  await page.getByRole("button", { name: "Start over" }).click();
  await expect(page.getByText("No step yet.")).toBeVisible();
  await page.reload();
  await expect(page.getByText("Before the first step")).toBeVisible();
  await expect(page.getByText("Goes on from your draft")).toHaveCount(0);
});

test("what was written in a form is not left behind unasked, by whatever way", async ({ page }) => {
  const root = await withData(page, "Unsaved");
  await page.getByRole("link", { name: "Experiments" }).first().click();
  await page.goto(`${root}/experiments`);
  await page
    .getByRole("link", { name: /^(New run|Train)$/ })
    .first()
    .click();
  await page.getByLabel("Seed").fill("");
  await page.getByLabel("Seed").pressSequentially("77");
  const asked = page.getByRole("dialog", { name: "Leave without saving?" });
  await page.getByRole("link", { name: "Overview" }).first().click();
  await asked.getByRole("button", { name: "Stay" }).click();
  await expect(page.getByLabel("Seed")).toHaveValue("77");
  await page.getByRole("heading", { name: "Train" }).click();
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await expect(asked).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(asked).toHaveCount(0);
  await expect(page.getByLabel("Seed")).toHaveValue("77");
  await page.goBack({ waitUntil: "commit", timeout: 2_000 }).catch(() => undefined); // it is held
  await expect(asked).toBeVisible();
  await asked.getByRole("button", { name: "Leave" }).click();
  await expect(page.getByRole("heading", { name: "Experiments", exact: true })).toBeVisible();

  await page
    .getByRole("link", { name: /^(New run|Train)$/ })
    .first()
    .click();
  await page.getByLabel("Trees").fill("5");
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Default" })).toBeVisible();
  await page.getByRole("combobox", { name: "Filter" }).pressSequentially("metrics.f1");
  await page.getByRole("link", { name: "Overview" }).first().click();
  await expect(page.getByRole("heading", { name: "Objective" })).toBeVisible();
});
