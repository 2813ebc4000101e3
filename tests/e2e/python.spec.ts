import type { Page } from "@playwright/test";
import { hasPython } from "../has-python";
import { enter, expect, expectSoundEverywhere, join, makeProject, test } from "./journey";

test.skip(!hasPython, "there is no python3 on PATH");

type Cell = { mode: string; source: string; output?: string };
const csv = "name,h\nCeres,3.3\nVesta,3.2\nHygiea,5.4\nPallas,4.1\n";

/** A notebook with cells in a project of its own, with a dataset, open. */
async function open(page: Page, name: string, sources: Cell[]) {
  await enter(page);
  const root = await makeProject(page, name);
  const headers = { origin: new URL(page.url()).origin };
  const file = { name: "bodies.csv", mimeType: "text/csv", buffer: Buffer.from(csv) };
  await page.request.post(`/api${root}/datasets`, { headers, multipart: { name: "bodies", file } });
  const made = await page.request.post(`/api${root}/notebooks`, { headers, data: { title: name } });
  const { id } = (await made.json()) as { id: string };
  const cells = sources.map((cell, i) => ({ id: i + 1, ...cell }));
  const data = { title: name, cells, revision: 1 };
  const saved = await page.request.put(`/api${root}/notebooks/${id}`, { headers, data });
  expect(saved.status(), await saved.text()).toBe(200);
  await page.goto(`${root}/notebooks/${id}`);
  const frame = page.frameLocator("iframe");
  const output = (cell: number) => frame.locator(`section[data-id="${cell}"]`);
  const text = (cell: number) => page.getByRole("textbox", { name: `Cell ${cell}, Python, text` });
  const write = async (cell: number, source: string) => {
    const editor = page.locator(".monaco-editor .view-lines");
    if ((await editor.count()) > 0) {
      await editor.click();
      // each Esc closes one thing: what is offered first, then the editor
      await expect(async () => {
        await page.keyboard.press("Escape");
        await expect(editor).toHaveCount(0, { timeout: 500 });
      }).toPass();
    }
    await text(cell).click();
    await expect(page.locator(".monaco-editor")).toBeVisible();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete"); // a quote typed over a selection is put around it
    await page.keyboard.type(source);
    await page.keyboard.press("Control+Enter");
  };
  const runAll = () => page.getByRole("button", { name: /^Run (all|\d+ changed)$/ }).click();
  return { root, frame, output, write, runAll, status: (cell: number) => page.locator(`#cell-${cell}`) };
}

test("Python reads a dataset and a SQL cell's table, its result feeds a plot, and changes follow", async ({
  page,
}) => {
  const { output, write, runAll, status } = await open(page, "Python", [
    { mode: "sql", source: "select name, h from dataset('bodies') where h < 5", output: "bright" },
    { mode: "python", source: "factor = 1" },
    {
      mode: "python",
      source:
        'records = bright if isinstance(bright, list) else bright.to_dict("records")\n' +
        'scaled = [{"name": row["name"], "h": row["h"] * factor} for row in records]\n' +
        'print(len(dataset("bodies")), "bodies,", len(scaled), "bright")\n' +
        'sum(row["h"] for row in scaled) > 100',
    },
    { mode: "ts", source: 'Plot.dot(scaled, { x: "h", y: "name", r: 6 }).plot()' },
    { mode: "ts", source: "scaled.length + factor" },
  ]);
  await runAll();
  await expect(output(3)).toContainText("4 bodies, 3 bright");
  await expect(output(3)).toContainText("False");
  await expect(output(4).locator("circle")).toHaveCount(3);
  await expect(output(5)).toContainText("4");
  await write(2, "factor = 1000");
  await expect(output(3)).toContainText("True");
  await expect(output(5)).toContainText("1003");
  await expect(output(4).locator("circle")).toHaveCount(3);
  for (const cell of [1, 2, 3, 4, 5]) await expect(status(cell)).toHaveAttribute("data-status", "done");
  await expect(page.getByRole("region", { name: "Python" })).toContainText(/Python 3\.\d+/);
  await page.keyboard.press("Escape");
  await expectSoundEverywhere(page, "notebook-python");
});

test("an endless loop is interrupted at its cell, and the others and the next run go on", async ({
  page,
}) => {
  const { output, write, runAll, status } = await open(page, "Python loops", [
    { mode: "python", source: "kept = 41" },
    { mode: "python", source: "pass" },
    { mode: "python", source: "kept + 1" },
    { mode: "ts", source: "'typed ' + kept" },
  ]);
  await runAll();
  await expect(output(3)).toContainText("42");
  await write(2, 'print("begun")\nwhile True: pass');
  await expect(output(2)).toContainText("begun");
  await expect(status(2)).toHaveAttribute("data-status", "running");
  await page.getByRole("button", { name: "Stop cell 2" }).click();
  await expect(
    page.getByRole("group", { name: "Error" }).filter({ hasText: "Interrupted: The cell was stopped." }),
  ).toBeVisible();
  await expect(output(2)).toContainText("begun");
  // names that the kernel holds are offered; the one that is chosen is typed
  await page.locator(".monaco-editor .view-lines").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.type("kep");
  await expect(page.locator(".suggest-widget").getByLabel("kept")).toBeVisible();
  await page.keyboard.press("Escape");
  await write(2, "kept * 2");
  await expect(output(2)).toContainText("82");
  // a cell that runs again gives up its former run, and all of it by Stop
  await write(2, "while True: pass");
  await expect(page.getByRole("button", { name: "Stop cell 2" })).toBeVisible();
  await write(2, '"again"');
  await expect(output(2)).toContainText("again");
  await write(2, "while True: pass");
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(status(2)).toHaveAttribute("data-status", "stopped");
  await write(2, '"after"');
  await expect(output(2)).toContainText("after");
});

test("errors name their line; a Python that ends says which names went, and comes back", async ({ page }) => {
  const { output, write, runAll } = await open(page, "Python errors", [
    { mode: "python", source: "import os\nkept = [1, 2]" },
    { mode: "python", source: "total = 0\nfor n in kept:\n    total += 1 / (n - 2)" },
    { mode: "python", source: "len(kept)" },
    { mode: "python", source: "for n in 'ab': pass\nn" },
  ]);
  await runAll();
  const alert = (text: string) => page.getByRole("group", { name: "Error" }).filter({ hasText: text });
  await expect(alert("ZeroDivisionError: division by zero")).toContainText("Line 3");
  await expect(output(3)).toContainText("2");
  await expect(output(4)).toContainText("'b'");
  await write(2, "%matplotlib inline");
  await expect(alert("is Jupyter's own language")).toContainText("Line 1");
  await write(2, "os.kill(os.getpid(), 11)");
  const banner = (text: string) => page.getByRole("alert").filter({ hasText: text });
  await expect(banner("Gone with it: kept, os.")).toBeVisible();
  await write(3, "len(kept) + 1");
  await expect(alert("kept is gone: Python has ended since.")).toBeVisible();
  await write(2, "1");
  await page.getByRole("button", { name: "Run Python cells again" }).click();
  await expect(output(3)).toContainText("3");
  await page.getByRole("button", { name: "End Python" }).click();
  await expect(banner("It was ended on the page.")).toBeVisible();
});

test("a viewer sees what is written and runs no Python", async ({ page, browser }) => {
  const { root, output, runAll } = await open(page, "Python viewers", [
    { mode: "python", source: "40 + 2" },
    { mode: "ts", source: "1 + 1" },
  ]);
  await runAll();
  await expect(output(1)).toContainText("42");
  const address = page.url();
  const guest = await join(page, browser, root, "Vera Lang", "VIEWER");
  await guest.goto(address);
  await guest.getByRole("button", { name: "Run all", exact: true }).click();
  await expect(guest.frameLocator("iframe").locator('section[data-id="2"]')).toContainText("2");
  const refused = guest
    .getByRole("group", { name: "Error" })
    .filter({ hasText: "You need the editor role to run Python" });
  await expect(refused).toBeVisible();
});
