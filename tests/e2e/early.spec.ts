import { enter, expect, inés, test } from "./journey";

test("what is typed while the page's script is still on its way counts", async ({ page }) => {
  await enter(page);
  let release = (): void => undefined;
  const typed = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/*.js", async (route) => {
    await typed;
    await route.continue();
  });
  await page.goto("/", { waitUntil: "commit" });
  await page.getByLabel("Name", { exact: true }).fill("Typed early");
  release();
  await expect(page.getByLabel("Address")).toHaveValue("typed-early");
  await page.getByRole("button", { name: "Create project" }).click();
  await expect(page.getByRole("heading", { name: "Typed early", exact: true })).toBeVisible();
});

test("a password sent with Enter before the page's script runs does not land in the address", async ({
  page,
}) => {
  await page.route("**/*.js", () => new Promise(() => undefined));
  await page.goto("/sign-in", { waitUntil: "commit" });
  await page.getByLabel("Email").fill(inés.email);
  await page.getByLabel("Password").fill(inés.password);
  await page.getByLabel("Password").press("Enter");
  await expect(page.getByRole("button", { name: "Sign in" })).toBeDisabled();
  expect(page.url()).toMatch(/\/sign-in$/);
});
