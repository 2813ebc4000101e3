import type { Page } from "@playwright/test";
import { enter, expect, expectSoundEverywhere, join, makeProject, test } from "./journey";

test("a dataset that a viewer is denied is gone for them, until it is given back", async ({
  page,
  browser,
}) => {
  test.slow();
  await enter(page);
  const root = await makeProject(page, "Guarded data");
  await page.goto(`${root}/data`);
  await page.getByRole("button", { name: "Load the NEO sample" }).click();
  await expect(page.getByRole("heading", { name: "neo-simulated" })).toBeVisible();
  const viewer = await join(page, browser, root, "Mei Lindqvist", "VIEWER");
  await viewer.goto(`${root}/data`);
  await expect(viewer.getByRole("link", { name: "neo-simulated" })).toBeVisible();

  await page.goto(`${root}/members`);
  await page.getByRole("button", { name: "Add permission" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Person or group").selectOption({ label: await optionOf(page, "Mei Lindqvist") });
  await dialog.getByLabel("Kind of resource").selectOption("dataset");
  await dialog.getByLabel("Find by name").pressSequentially("neo");
  await dialog.getByLabel("Resource", { exact: true }).selectOption("neo-simulated");
  await dialog.getByLabel("May").selectOption("none");
  await dialog.getByRole("button", { name: "Add permission" }).click();
  const row = page.getByRole("row", { name: /Mei Lindqvist dataset neo-simulated/ });
  await expect(row).toContainText("see nothing");

  await viewer.goto(`${root}/data`);
  await expect(viewer.getByRole("heading", { name: "Data", exact: true })).toBeVisible();
  await expect(viewer.getByRole("link", { name: "neo-simulated" })).toHaveCount(0);
  for (const path of ["neo-simulated", "neo-simulated/prepare"]) {
    await viewer.goto(`${root}/data/${path}`);
    await expect(viewer.getByRole("heading", { name: "Not found" }).first(), path).toBeAttached();
  }
  await viewer.goto(root);
  await viewer.keyboard.press("Control+k");
  await viewer.getByRole("combobox").pressSequentially("neo-simulated");
  await expect(viewer.getByRole("option", { name: /neo-simulated/ })).toHaveCount(0);

  await row.getByRole("button", { name: "Remove" }).click();
  await expect(row).toHaveCount(0);
  await viewer.goto(`${root}/data/neo-simulated`);
  await expect(viewer.getByRole("heading", { name: "neo-simulated" })).toBeVisible();
});

test("a group gives its people a role, and who is removed from the project is out of it", async ({
  page,
  browser,
}) => {
  test.slow();
  await enter(page);
  const root = await makeProject(page, "Groups");
  const viewer = await join(page, browser, root, "Tomasz Wilk", "VIEWER");
  await page.goto(`${root}/members`);
  await page.getByRole("button", { name: "New group" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).pressSequentially("Analysts");
  await dialog.getByLabel("What it is for (optional)").pressSequentially("Look at data");
  await dialog.getByRole("button", { name: "Create group" }).click();
  await expect(page.getByRole("heading", { name: "Edit the group Analysts" })).toBeVisible();
  await dialog.getByLabel("Person to add").selectOption({ label: await optionOf(page, "Tomasz Wilk") });
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog.getByRole("button", { name: "Remove Tomasz Wilk from the group" })).toBeVisible();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toHaveCount(0);
  const changing = page.waitForResponse(
    (response) => response.request().method() === "PATCH" && response.url().includes("/groups/"),
  );
  await page.getByLabel("Role of the group Analysts").selectOption("EDITOR");
  expect((await changing).ok()).toBe(true);
  await expect(page.getByRole("row", { name: /Tomasz Wilk/ }).first()).toContainText("group Analysts");
  await viewer.goto(`${root}/notebooks`);
  await expect(viewer.getByRole("button", { name: /New notebook/ }).first()).toBeVisible();
  await expectSoundEverywhere(page, "members");

  const row = page.getByRole("table", { name: "Members" }).getByRole("row", { name: /Tomasz Wilk/ });
  await row.getByRole("button", { name: "Remove" }).click();
  await expect(dialog.getByRole("heading", { name: "Remove Tomasz Wilk?" })).toBeVisible();
  await expect(dialog).toContainText("the role viewer");
  await expect(dialog).toContainText("membership of the group Analysts");
  await dialog.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(row).toHaveCount(0);
  await viewer.goto(root);
  await expect(viewer.getByRole("heading", { name: "Not found" }).first()).toBeAttached();
});

/** The whole label of the option that begins with a name; e-mails differ from run to run. */
async function optionOf(page: Page, name: string): Promise<string> {
  return (await page.getByRole("dialog").locator("option", { hasText: name }).first().textContent())!;
}
