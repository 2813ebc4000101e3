import { expect, expectSound, join, newNotebook, test } from "./journey";

test("a published notebook shows no code, its inputs are alive for readers, and it is taken back", async ({
  page,
  browser,
}) => {
  const root = await newNotebook(page, "Published");
  const at = page.url();
  const text = page.getByRole("textbox", { name: "Cell 2, TypeScript, text" });
  await text.click();
  await expect(page.locator(".monaco-editor")).toBeVisible();
  await page.keyboard.insertText(
    'const n = view(Inputs.range([1, 9], { step: 1, value: 3, label: "Size" }))',
  );
  await page.keyboard.press("Alt+Enter");
  const third = page.getByRole("article").nth(2);
  await expect(third.locator(".monaco-editor")).toBeVisible();
  await page.keyboard.insertText('"It is " + n * 10');
  await page.keyboard.press("Control+Enter");
  await page.keyboard.press("Escape");
  await expect(page.frameLocator("iframe").getByText(/It is 30/)).toBeVisible();

  await page.getByRole("button", { name: "Publish", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Publish Untitled" });
  await expect(dialog.getByLabel("Show code")).not.toBeChecked();
  await expectSound(page, "the dialog that publishes");
  await dialog.getByLabel("As it is now").check();
  await dialog.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("button", { name: "Published", exact: true })).toBeVisible();

  const guest = await join(page, browser, root, "Rita Mohr", "VIEWER");
  await guest.goto(`${root}/notebooks`);
  await guest.getByRole("link", { name: "Published page of Untitled" }).click();
  await guest.waitForURL("**/published");
  const shown = guest.frameLocator("iframe");
  await expect(shown.getByText(/It is 30/)).toBeVisible();
  await expect(guest.locator(".src pre")).toHaveCount(0);
  await shown.getByRole("spinbutton").fill("5");
  await shown.getByRole("spinbutton").press("Enter");
  await expect(shown.getByText(/It is 50/)).toBeVisible();
  await expectSound(guest, "a published notebook");

  // what is written later is not on a page that stays at its revision
  await page.goto(at);
  await page.getByRole("textbox", { name: "Cell 3, TypeScript, text" }).click();
  await expect(page.locator(".monaco-editor")).toBeVisible();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("n + 0.5");
  await page.keyboard.press("Control+Enter");
  await page.keyboard.press("Escape");
  await expect(page.getByText(/^Saved/)).toBeVisible();
  await guest.reload();
  await expect(shown.getByText(/It is 30/)).toBeVisible();

  await page.getByRole("button", { name: "Published", exact: true }).click();
  const again = page.getByRole("dialog", { name: "Publish Untitled" });
  await again.getByLabel("Always the newest revision").check();
  await again.getByLabel("Show code").check();
  await again.getByRole("button", { name: "Save" }).click();
  await expect(again).toBeHidden();
  await expect
    .poll(async () => {
      await guest.reload();
      return guest.locator(".src pre").allTextContents();
    })
    .toContain("n + 0.5");
  await expect(shown.getByText("3.5", { exact: true })).toBeVisible();
  await expect(guest.locator(".monaco-editor")).toHaveCount(0);
  await guest.setViewportSize({ width: 390, height: 800 });
  await expectSound(guest, "a published notebook on a phone");

  await page.goto(`${root}/notebooks`);
  await page.locator("summary[aria-label='More for Untitled']").click();
  await page.getByRole("button", { name: "Published …" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Unpublish" }).click();
  await expect(page.getByRole("link", { name: "Published page of Untitled" })).toHaveCount(0);
  await guest.reload();
  await expect(guest.locator(".cell")).toHaveCount(0);
  await page.goto(`${root}/audit`);
  await expect(page.getByText("notebook.unpublish").first()).toBeVisible();
});
