import { existsSync } from "node:fs";
import path from "node:path";
import { enter, expect, makeProject, test } from "./journey";

const nasa = path.resolve("../shared/data/nasa.csv");

test("a newcomer goes from the first visit to a model in Production, on the real file", async ({ page }) => {
  test.skip(!existsSync(nasa), "../shared/data/nasa.csv is not here");
  test.setTimeout(180_000);
  await enter(page);
  const root = await makeProject(page, "NEO hazard");

  await page.getByRole("link", { name: "Data" }).first().click();
  await page.getByLabel("File to upload").setInputFiles(nasa);
  await expect(page.getByRole("heading", { name: "nasa", exact: true })).toBeVisible();
  await expect(page.getByText("12 columns repeat another in other units")).toBeVisible();
  await expect(page.getByText("995 rows repeat another’s Neo Reference ID")).toBeVisible();
  await page
    .getByRole("button", {
      name: /^Eccentricity by Perihelion Distance|^Perihelion Distance by Eccentricity/,
    })
    .click();
  await expect(page.getByRole("figure")).toContainText("rows");

  await page.getByRole("button", { name: "Explore in a notebook" }).click();
  await expect(page.getByRole("heading", { name: "Exploring nasa" })).toBeVisible();
  const frame = page.frameLocator("iframe");
  await expect(frame.getByRole("cell", { name: "3703080" }).first()).toBeVisible();
  await expect(frame.locator("section[data-id='6'] svg")).toHaveCount(35);
  await page.getByRole("textbox", { name: "Cell 10, TypeScript, text" }).click();
  const editor = page.getByRole("textbox", { name: "Cell 10, TypeScript, text" });
  await expect(page.locator(".monaco-editor")).toBeVisible();
  await editor.press("Control+a");
  await page.keyboard.type(
    'saveDataset("from-notebook", table.select("Absolute Magnitude", "Minimum Orbit Intersection", ' +
      '"Hazardous"))',
  );
  await page.keyboard.press("Control+Enter");
  const save = page.getByRole("button", { name: "Save 4,687 rows × 3 columns as from-notebook" });
  await save.click();
  await expect(page.getByText("Saved from-notebook v1: 4,687 rows × 3 columns")).toBeVisible();

  await page.goto(`${root}/data/nasa`);
  await page.getByRole("link", { name: "Split by Neo Reference ID" }).click();
  await expect(page.getByText("After step 1")).toBeVisible();
  await page.getByRole("button", { name: "Add a step" }).click();
  await page.getByRole("group", { name: "Columns" }).getByLabel("Equinox").check();
  await page.getByRole("group", { name: "Columns" }).getByLabel("Orbiting Body").check();
  await page.getByRole("button", { name: "Add step" }).click();
  await expect(page.getByText("After step 2")).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "39 columns" })).toBeVisible();
  await page.getByRole("button", { name: "Save as next version" }).click();
  await expect(page.getByText("4,687 rows × 39 columns")).toBeVisible();

  await page.getByRole("link", { name: "Train", exact: true }).click();
  await page.getByLabel("Trees").fill("10, 100");
  await page.getByLabel("Nearest neighbours").check();
  await page.getByLabel("Neighbours (k)").fill("1-3");
  await page.getByLabel("Experiment").fill("Forest and neighbours");
  await page.getByLabel("Orbit ID").check();
  await page.getByRole("button", { name: "Train 5 runs" }).click();
  await expect(page.getByRole("heading", { name: "Forest and neighbours" })).toBeVisible();
  await expect(page.getByRole("img", { name: "Finished" })).toHaveCount(6, { timeout: 60_000 });

  await page.getByRole("link", { name: "F1" }).click();
  const first = page
    .getByRole("row")
    .filter({ has: page.getByRole("checkbox") })
    .nth(1);
  await expect(first).toContainText("forest");
  await page.getByLabel("Filter runs").fill("params.k < 3");
  await page.keyboard.press("Enter");
  await expect(page.getByText("2 of 2 that match")).toBeVisible();
  await page.getByRole("button", { name: "Remove params.k < 3" }).click();
  await page.getByLabel("Select forest-100").check();
  await page.getByLabel("Select knn-1").check();
  await page.getByRole("button", { name: "Compare" }).click();
  await expect(page.getByRole("heading", { name: "Compare 2 runs" })).toBeVisible();
  await expect(page.getByText("same data, same split, same seed")).toBeVisible();
  await page.getByRole("columnheader").getByRole("link", { name: "forest-100" }).click();

  await expect(page.getByRole("heading", { name: "forest-100" })).toBeVisible();
  await page.getByRole("button", { name: "Register" }).click();
  await page.keyboard.type("NEOs");
  await page.getByRole("dialog").getByRole("button", { name: "Register" }).click();
  await expect(page.getByRole("heading", { name: "NEOs" })).toBeVisible();
  await page.getByLabel("Move v1 to").selectOption("Production");
  await expect(page.getByRole("row", { name: /v1/ })).toContainText("Production");
  await page.getByRole("link", { name: "Try it" }).first().click();
  await page.getByLabel("Absolute Magnitude").fill("18");
  await page.getByLabel("Minimum Orbit Intersection").fill("0.01");
  await page.getByRole("button", { name: "Predict" }).click();
  await expect(page.getByRole("status").filter({ hasText: "true" })).toBeVisible();
  await page.getByLabel("Absolute Magnitude").fill("bright");
  await page.getByRole("button", { name: "Predict" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "should be a number" })).toBeVisible();

  await page.goto(`${root}/audit`);
  await expect(page.getByRole("table")).toContainText("model.stage");
});

test("a wrong password says no more than that it does not match", async ({ page, context }) => {
  await enter(page);
  await context.clearCookies();
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill("ines@example.com");
  await page.getByLabel("Password").fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("Email and password do not match.")).toBeVisible();
  await page.getByLabel("Password").fill("correct horse battery");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Projects" })).toBeVisible();
});

test("a viewer who joins by link reads everything and is offered nothing that would be refused", async ({
  page,
  browser,
}) => {
  await enter(page);
  const root = await makeProject(page, "For viewers");
  await page.goto(`${root}/data`);
  await page.getByRole("button", { name: "Load the NEO sample" }).click();
  await expect(page.getByRole("heading", { name: "neo-simulated" })).toBeVisible();
  await expect(page.getByText("simulated", { exact: true }).first()).toBeVisible();
  await page.goto(`${root}/members`);
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByLabel("Role", { exact: true }).selectOption("VIEWER");
  await page.getByRole("button", { name: "Make link" }).click();
  const link = await page.getByRole("dialog").locator("code").textContent();

  const guest = await (await browser.newContext()).newPage();
  await guest.goto(link!);
  await guest.getByLabel("Name").fill("Mei Lindqvist");
  await guest.getByLabel("Email").fill(`mei-${Date.now()}@example.com`);
  await guest.getByLabel("Password").fill("long enough");
  await guest.getByRole("button", { name: "Join" }).click();
  await expect(guest.getByRole("heading", { name: "For viewers", exact: true })).toBeVisible();
  const base = new URL(link!).origin + root;
  await guest.goto(`${base}/data/neo-simulated`);
  await expect(guest.getByText("Findings")).toBeVisible();
  for (const name of ["Train", "Prepare"])
    await expect(guest.getByRole("link", { name, exact: true })).toHaveCount(0);
  await guest.goto(`${base}/audit`);
  await expect(guest.getByRole("heading", { name: "Not allowed" })).toBeAttached();
  await guest.goto(`${new URL(link!).origin}/projects/no-such-project`);
  await expect(guest.getByRole("heading", { name: "Not found" }).first()).toBeAttached();
  await guest.goto(link!);
  await expect(guest.getByRole("heading", { name: "This invitation was used or has expired" })).toBeVisible();
});
