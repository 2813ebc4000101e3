import type { Page } from "@playwright/test";
import { enter, expect, makeProject, test } from "./journey";

/** What the browser refused, on any page of the context, while the test ran. */
async function refusalsOf(page: Page): Promise<string[]> {
  const refused: string[] = [];
  page.on("console", (message) => {
    // Not every browser knows the directive that forbids peer connections.
    if (message.text().includes("directive 'webrtc'")) return;
    if (/Content[ -]Security[ -]Policy|Permissions-Policy|Cross-Origin/i.test(message.text()))
      refused.push(`${page.url()}: ${message.text()}`);
  });
  return refused;
}

test("every page runs its own scripts and no other", async ({ page, baseURL }) => {
  const refused = await refusalsOf(page);
  await enter(page);
  const root = await makeProject(page, "Headers");
  const numbers = new Set<string>();
  for (const path of [
    "/",
    "/account",
    "/no-such-page",
    "/join/no-such-secret",
    root,
    `${root}/data`,
    `${root}/notebooks`,
    `${root}/experiments`,
    `${root}/jobs`,
    `${root}/models`,
    `${root}/members`,
    `${root}/audit`,
    `${root}/data/none`,
  ]) {
    const response = (await page.goto(path))!;
    const headers = response.headers();
    const [, number] = headers["content-security-policy"]!.match(
      /script-src 'nonce-([\w-]+)' 'strict-dynamic';/,
    )!;
    expect(numbers.has(number!), "each answer has a number of its own").toBe(false);
    numbers.add(number!);
    expect(headers, path).toMatchObject({
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "same-origin",
      "x-content-type-options": "nosniff",
    });
    expect(headers["permissions-policy"], path).toContain("camera=()");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const unmarked = await page
      .locator("script:not([src])")
      .evaluateAll(
        (scripts) => scripts.filter((script) => (script as HTMLScriptElement).nonce === "").length,
      );
    expect(unmarked, path).toBe(0);
  }
  expect(refused).toEqual([]);

  await page.goto(`${baseURL}/account`);
  await page.evaluate(() => {
    const script = document.createElement("div");
    script.innerHTML = `<img src="x" onerror="document.title = 'taken over'">`;
    document.body.append(script);
  });
  await expect.poll(() => refused.length).toBeGreaterThan(0);
  expect(await page.title()).not.toBe("taken over");
});

test("the notebook's editor, its workers and its frame run under the policy", async ({ page }) => {
  const refused = await refusalsOf(page);
  await enter(page);
  const root = await makeProject(page, "Editor under policy");
  await page.goto(`${root}/notebooks`);
  await page.getByRole("button", { name: "New notebook" }).click();
  await page.getByRole("textbox", { name: "Cell 2, TypeScript, text" }).click();
  await expect(page.locator(".monaco-editor")).toBeVisible();
  await page.keyboard.type("6*7");
  await page.keyboard.press("Control+Enter");
  await expect(page.frameLocator("iframe").getByText("42")).toBeVisible();
  expect(refused).toEqual([]);
});
