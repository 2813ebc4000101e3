import type { Browser, Page } from "@playwright/test";
import { enter, expect, expectSoundEverywhere, inés, makeProject, test } from "./journey";

/** A browser of somebody else's. */
const stranger = async (browser: Browser, baseURL: string | undefined): Promise<Page> =>
  (await browser.newContext({ baseURL: baseURL! })).newPage();

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email or user name").click();
  await page.keyboard.type(email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
}

/** Joins the project by a link, as a new person. */
async function join(admin: Page, newcomer: Page, root: string, who: typeof inés): Promise<void> {
  await admin.goto(`${root}/members`);
  await admin.getByRole("button", { name: "Invite" }).click();
  await admin.getByRole("button", { name: /link/ }).click();
  await newcomer.goto(await admin.locator(".secret code").innerText());
  await newcomer.getByLabel("Name").click();
  await newcomer.keyboard.type(who.name);
  await newcomer.keyboard.press("Tab");
  await newcomer.keyboard.type(who.email);
  await newcomer.keyboard.press("Tab");
  await newcomer.keyboard.type(who.password);
  await newcomer.keyboard.press("Enter");
  await expect(newcomer.getByRole("navigation", { name: "Project" })).toBeVisible();
}

test("somebody changes name and password, and is told what ended with the old one", async ({
  page,
  browser,
  baseURL,
}) => {
  await enter(page);
  const root = await makeProject(page, "Accounts one");
  const mei = { name: "Mei Tanaka", email: "mei@example.com", password: "first password" };
  const own = await stranger(browser, baseURL);
  await join(page, own, root, mei);
  const elsewhere = await stranger(browser, baseURL);
  await signIn(elsewhere, mei.email, mei.password);
  await expect(elsewhere.getByRole("heading", { name: "Projects", exact: true })).toBeVisible();

  await own.goto("/account");
  await own.getByLabel("Name of the token").click();
  await own.keyboard.type("laptop");
  await own.keyboard.press("Enter");
  await expect(own.getByText("Shown once. Copy it now.")).toBeVisible();

  const name = own.getByRole("region", { name: "Name" });
  await name.getByLabel("Name", { exact: true }).click();
  await own.keyboard.press("Control+a");
  await own.keyboard.type("Mei T. Tanaka");
  await own.keyboard.press("Tab");
  await own.keyboard.type("not the password");
  await own.keyboard.press("Enter");
  await expect(own.getByText("Current password does not match.")).toBeVisible();
  await name.getByLabel("Current password").click();
  await own.keyboard.press("Control+a");
  await own.keyboard.type(mei.password);
  await own.keyboard.press("Enter");
  await expect(own.getByRole("heading", { name: "Mei T. Tanaka" })).toBeVisible();

  const password = own.getByRole("region", { name: "Password" });
  await expect(password.getByLabel("Also revoke 1 API token")).toBeChecked();
  await password.getByLabel("Current password").click();
  for (const text of [mei.password, "second password", "second password"]) {
    await own.keyboard.type(text);
    await own.keyboard.press("Tab");
  }
  await password.getByRole("button", { name: "Change password" }).click();
  await expect(password.getByRole("status")).toHaveText(
    "Password changed. 1 other session ended, 1 API token revoked.",
  );
  await expect(own.getByText("revoked", { exact: true })).toBeVisible();
  await expectSoundEverywhere(own, "account");
  await elsewhere.reload();
  await expect(elsewhere.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("an administrator links to a new password, signs somebody out, and closes an account", async ({
  page,
  browser,
  baseURL,
}) => {
  await enter(page);
  const root = await makeProject(page, "Accounts two");
  const tom = { name: "Tomasz Wolski", email: "tomasz@example.com", password: "soon forgotten" };
  const own = await stranger(browser, baseURL);
  await join(page, own, root, tom);

  await page.goto("/");
  await page.getByRole("link", { name: "People" }).click();
  const row = page.getByRole("row").filter({ hasText: tom.email });
  await row.getByRole("button", { name: "Password link" }).click();
  const link = await page.locator(".secret code").innerText();
  await page.keyboard.press("Escape");
  await expectSoundEverywhere(page, "people");

  const forgetful = await stranger(browser, baseURL);
  await forgetful.goto(link);
  await expect(forgetful.getByText(`For ${tom.name}`)).toBeVisible();
  await forgetful.getByLabel("New password", { exact: true }).click();
  await forgetful.keyboard.type("remembered now");
  await forgetful.keyboard.press("Enter");
  await expect(forgetful.getByRole("heading", { name: "Projects", exact: true })).toBeVisible();
  await forgetful.goto(link);
  await expect(forgetful.getByText("This link was used or has expired")).toBeVisible();
  await own.goto("/");
  await expect(own.getByRole("heading", { name: "Sign in" })).toBeVisible();

  await page.reload();
  await row.getByRole("button", { name: "Sign out" }).click();
  await expect(row.getByRole("button", { name: "Sign out" })).toHaveCount(0);
  await forgetful.goto("/");
  await expect(forgetful.getByRole("heading", { name: "Sign in" })).toBeVisible();

  await row.getByRole("button", { name: "Disable" }).click();
  await expect(row.getByText("disabled")).toBeVisible();
  await signIn(forgetful, tom.email, "remembered now");
  await expect(forgetful.getByText("Email and password do not match.")).toBeVisible();
  await row.getByRole("button", { name: "Enable" }).click();
  await expect(row.getByText("disabled")).toHaveCount(0);
  await signIn(forgetful, tom.email, "remembered now");
  await expect(forgetful.getByRole("heading", { name: "Projects", exact: true })).toBeVisible();
  await forgetful.goto("/people");
  await expect(forgetful.getByRole("heading", { name: "People" })).toHaveCount(0);
});
