import type { Page } from "@playwright/test";
import { expect, expectSoundEverywhere, join, newNotebook, test } from "./journey";

const cell = (page: Page, number: number) => page.locator("article.cell").nth(number - 1);

type Cells = { mode: string; source: string; output?: string }[];

/** Writes a notebook's cells, as a program would, and opens it. */
async function openWith(page: Page, cells: Cells): Promise<string> {
  const at = new URL(page.url()).pathname;
  const api = `/api${at}`;
  const { revision } = (await (await page.request.get(api)).json()) as { revision: number };
  const data = { title: "Kept", cells: cells.map((one, i) => ({ id: i + 1, ...one })), revision };
  const headers = { origin: new URL(page.url()).origin };
  expect((await page.request.put(api, { data, headers })).status()).toBe(200);
  await page.goto(at);
  return at;
}

/** Waits until the outputs of so many cells are kept. */
async function keptOf(page: Page, at: string, count: number): Promise<void> {
  await expect
    .poll(async () => {
      const { outputs } = (await (await page.request.get(`/api${at}/outputs`)).json()) as { outputs: [] };
      return outputs.length;
    })
    .toBe(count);
}

test("what cells showed is there for who opens the notebook next, and nothing runs by itself", async ({
  page,
  browser,
}) => {
  const root = await newNotebook(page, "Kept outputs");
  const at = await openWith(page, [
    { mode: "md", source: "# Tides" },
    { mode: "ts", source: "const count = 3;" },
    { mode: "ts", source: "display(`born ${performance.now()}`); const twice = count * 2; display(twice);" },
    {
      mode: "ts",
      source: "console.log('printed'); display([{ town: 'Vigo' }, { town: 'Leon', size: twice }])",
    },
    { mode: "ts", source: "Plot.barY([{ a: 'x', b: 1 }, { a: 'y', b: 2 }], { x: 'a', y: 'b' }).plot()" },
    { mode: "ts", source: "const size = view(Inputs.range([0, 10], { label: 'Size', value: 4 }))" },
    { mode: "ts", source: "throw new TypeError('no tides');" },
    { mode: "ts", source: "saveDataset('apart', [{ a: 1 }])" },
  ]);
  const frame = page.frameLocator("iframe");
  await expect(frame.getByText(/born/)).toBeVisible();
  const born = (await frame.getByText(/born/).textContent())?.replaceAll('"', "");
  await keptOf(page, at, 8);

  const guest = await join(page, browser, root, "Vera Lopez", "VIEWER");
  await guest.goto(at);
  const seen = guest.frameLocator("iframe");
  await expect(guest.getByText("Shown as of now, run by Inés Carvajal. Nothing has run yet.")).toBeVisible();
  await expect(seen.getByText(born!)).toBeVisible();
  await expect(seen.getByText("printed")).toBeVisible();
  await expect(seen.getByRole("cell", { name: "Leon" })).toBeVisible();
  await expect(seen.locator("svg rect")).toHaveCount(2);
  await expect(seen.getByText("An input, which works once the cell runs.")).toBeVisible();
  await expect(seen.getByText("TypeError: no tides")).toBeVisible();
  await expect(seen.getByText("Run the cell to save it.")).toBeVisible();
  await expect(guest.getByRole("button", { name: /^Save/ })).toHaveCount(0);
  await expect(guest.locator("article[data-shown=fresh]")).toHaveCount(8);
  await expect(guest.locator("article[data-status=done], article[data-status=running]")).toHaveCount(0);
  await expect(cell(guest, 3)).toHaveAccessibleName(/as run by Inés Carvajal/);
  await expectSoundEverywhere(guest, "notebook-stored");

  await page.goto(at);
  await expect(page.frameLocator("iframe").getByText(born!)).toBeVisible();
  await page.getByRole("textbox", { name: "Cell 2, TypeScript, text" }).click();
  await expect(page.locator(".monaco-editor")).toBeVisible();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("const count = 5;");
  await page.keyboard.press("Escape");
  await expect(page.locator("article[data-shown=old]")).toHaveCount(3);
  for (const old of [2, 3, 4]) await expect(cell(page, old)).toHaveAttribute("data-shown", "old");
  await expect(cell(page, 4).getByText("twice changed since it ran.")).toBeVisible();
  await expect(page.frameLocator("iframe").getByText(born!)).toBeVisible();
  await expectSoundEverywhere(page, "notebook-stored-old");

  // what it reads runs first, and what reads it after it; all else stays as it was shown
  await page.getByRole("button", { name: "Run stale cell 3" }).click();
  await expect(page.frameLocator("iframe").getByText("10", { exact: true }).first()).toBeVisible();
  for (const ran of [2, 3, 4]) await expect(cell(page, ran)).toHaveAttribute("data-status", "done");
  await expect(page.locator("article[data-shown=fresh]")).toHaveCount(5);
  await guest.context().close();
});

const act = "document.body.id = 'ran'";
const elsewhere = "https://example.com";

test("markup that a cell gave does nothing when it is shown again, whatever is in it", async ({ page }) => {
  await newNotebook(page, "Hostile outputs");
  const at = await openWith(page, [{ mode: "ts", source: "1" }]);
  await keptOf(page, at, 1);
  const hostile = [
    "<p>plain</p>",
    `<a href="javascript:${act}">click me</a>`,
    `<script>${act}</script>`,
    `<img src=x onerror="${act}">`,
    `<svg onload="${act}"><set attributeName=x onbegin="${act}" /></svg>`,
    `<svg><a xlink:href="javascript:${act}"><text y=20>link</text></a></svg>`,
    `<iframe srcdoc="<script>parent.${act}</script>"></iframe>`,
    `<form action='${elsewhere}/form'><input name=a autofocus><button>send</button></form>`,
    `<div style="position: fixed; inset: 0; background: url(${elsewhere}/style.png)">cover</div>`,
    `<img src='${elsewhere}/a.png'><link rel=stylesheet href='${elsewhere}/a.css'>`,
    `<style>body { visibility: hidden } @import '${elsewhere}/b.css';</style>`,
    `<math><mtext><table><mglyph><style><img src=x onerror="${act}"></style></mglyph></table></math>`,
    `<svg><foreignObject><img src=x onerror="${act}"></foreignObject></svg>`,
    `<svg><use href='${elsewhere}/u.svg#x'></use><image href='${elsewhere}/i.png'/></svg>`,
    "<p>last</p>",
  ].join("\n");
  const parts = [{ kind: "markup", mime: "text/html", text: hostile }];
  const stored = (await (await page.request.get(`/api${at}/outputs`)).json()) as {
    outputs: { hash: string }[];
  };
  const names = { defines: [], uses: [] };
  const run = {
    cell: 1,
    hash: stored.outputs[0]!.hash,
    state: "done",
    milliseconds: 1,
    ago: 0,
    names,
    parts,
  };
  const headers = { origin: new URL(page.url()).origin };
  const data = { outputs: [run], reads: [] };
  expect((await page.request.put(`/api${at}/outputs`, { data, headers })).status()).toBe(200);

  const asked: string[] = [];
  page.on("request", (request) => void asked.push(request.url()));
  await page.goto(at);
  const frame = page.frameLocator("iframe");
  await expect(frame.getByText("last")).toBeVisible();
  await expect(frame.getByText("plain")).toBeVisible();
  await expect(frame.getByText("Some of this shows and works once the cell runs.")).toBeVisible();
  await frame.getByText("click me").click();
  const body = page
    .frames()
    .find((one) => one.url().includes("/frame/notebook"))!
    .locator("body");
  const left = await body.evaluate((element) => ({
    id: element.id,
    elements: [...new Set(Array.from(element.querySelectorAll("section *"), ({ localName }) => localName))],
    attributes: [
      ...new Set(Array.from(element.querySelectorAll("section *"), (one) => one.getAttributeNames()).flat()),
    ],
    fixed: getComputedStyle(element.querySelector("section div div")!).position,
  }));
  expect(left.id).toBe("");
  for (const none of ["script", "iframe", "input", "button", "form", "style", "link", "set", "foreignObject"])
    expect(left.elements).not.toContain(none);
  expect(left.attributes.filter((name) => /^on|href|src|action/.test(name))).toEqual([]);
  expect(left.fixed).toBe("static");
  expect(asked.filter((url) => !url.startsWith(new URL(page.url()).origin))).toEqual([]);
});
