import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Browser, type Page } from "@playwright/test";

export const inés = { name: "Inés Carvajal", email: "ines@example.com", password: "correct horse battery" };

export const test = base.extend({
  baseURL: async ({}, use) => use(process.env.PERIHELION_E2E_URL!),
});

/** Makes the first administrator on a fresh product, or signs in where that has happened. */
export async function enter(page: Page): Promise<void> {
  await page.goto("/");
  await page.waitForURL(/\/(setup|sign-in)$/);
  if (page.url().endsWith("/setup")) {
    await page.getByLabel("Name").fill(inés.name);
    await page.getByLabel("Email").fill(inés.email);
    await page.getByLabel("Password").fill(inés.password);
    await page.getByRole("button", { name: "Set up" }).click();
  } else {
    await page.getByLabel("Email").fill(inés.email);
    await page.getByLabel("Password").fill(inés.password);
    await page.getByRole("button", { name: "Sign in" }).click();
  }
  await expect(page.getByRole("heading", { name: "Projects", exact: true })).toBeVisible();
}

/** Makes a project through the form. */
export async function makeProject(page: Page, name: string): Promise<string> {
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Create project" }).click();
  await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
  return new URL(page.url()).pathname;
}

/** A project with an empty notebook, which is open: a title and a cell of code. */
export async function newNotebook(page: Page, name: string): Promise<string> {
  await enter(page);
  const root = await makeProject(page, name);
  await page.goto(`${root}/notebooks`);
  await page.getByRole("button", { name: "New notebook" }).click();
  await expect(page.getByRole("textbox", { name: "Cell 2, TypeScript, text" })).toBeVisible();
  return root;
}

/** Somebody who joined the project by link, with a browser of their own. */
export async function join(
  page: Page,
  browser: Browser,
  root: string,
  name: string,
  role: string,
): Promise<Page> {
  await page.goto(`${root}/members`);
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByLabel("Role", { exact: true }).selectOption(role);
  await page.getByRole("button", { name: "Make link" }).click();
  const link = (await page.getByRole("dialog").locator("code").textContent())!;
  await page.getByRole("button", { name: "Done" }).click();
  const guest = await (await browser.newContext({ baseURL: new URL(link).origin })).newPage();
  await guest.goto(link);
  await guest.getByLabel("Name").pressSequentially(name);
  await guest
    .getByLabel("Email")
    .pressSequentially(`${name.split(" ")[0]!.toLowerCase()}-${Date.now()}@example.com`);
  await guest.getByLabel("Password").pressSequentially("long enough");
  await guest.getByRole("button", { name: "Join" }).click();
  await guest.waitForURL(`**${root}`);
  return guest;
}

/** Nothing serious for axe, nothing that scrolls the page sideways. */
export async function expectSound(page: Page, what: string): Promise<void> {
  // after a step from page to page Next.js puts the title a moment later than the page
  await expect(page, `${what} has a title`).toHaveTitle(/./);
  const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
  const serious = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map(({ html }) => html)
          .slice(0, 3)
          .join(" ")}`,
    );
  expect.soft(serious, what).toEqual([]);
  expect
    .soft(
      await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      `${what} scrolls sideways`,
    )
    .toBeLessThanOrEqual(0);
}

/** What stands on the page now, kept as a picture in both themes, wide and narrow, and sound in each. */
export async function expectSoundEverywhere(page: Page, name: string): Promise<void> {
  const before = page.viewportSize()!;
  for (const [theme, width] of [
    ["light", 1280],
    ["dark", 1280],
    ["dark", 390],
    ["light", 390],
  ] as const) {
    await page.setViewportSize({ ...before, width });
    await page.emulateMedia({ colorScheme: theme });
    await page.screenshot({
      path: `test-results/pages/${name}-${theme}-${width}.png`,
      animations: "disabled",
    });
    await expectSound(page, `${name}, ${theme}, ${width}`);
  }
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: null });
}

export { expect };
