import { enter, expect, expectSound, makeProject, test } from "./journey";

/** A metric that falls over fifty steps, with a peak. */
function steps(key: string, slope: number) {
  return Array.from({ length: 50 }, (_, step) => ({
    key,
    value: step === 20 ? 2 : 1 / (1 + slope * step),
    timestamp: 1_000 + step,
    step,
  }));
}

test("a client's runs are filtered by keys and clicks, shown by columns, compared by thirty", async ({
  page,
}) => {
  test.setTimeout(180_000);
  await enter(page);
  const root = await makeProject(page, "Runs table");
  const slug = root.split("/").at(-1)!;
  const send = async <Answer>(path: string, body: unknown): Promise<Answer> => {
    const answer = await page.request.post(`/mlflow/${slug}/api/2.0/mlflow/${path}`, { data: body });
    expect(answer.status(), await answer.text()).toBe(200);
    return (await answer.json()) as Answer;
  };
  const { experiment_id } = await send<{ experiment_id: string }>("experiments/create", { name: "orbits" });
  for (let i = 0; i < 30; i++) {
    const { run } = await send<{ run: { info: { run_id: string } } }>("runs/create", {
      experiment_id,
      run_name: `run-${String(i).padStart(2, "0")}`,
      start_time: Date.now() + i,
      tags: [{ key: "team", value: i % 2 === 0 ? "orbits" : "it's and or" }],
    });
    const many = i === 0 ? Array.from({ length: 95 }, (_, k) => ({ key: `a${k}`, value: String(k) })) : [];
    await send("runs/log-batch", {
      run_id: run.info.run_id,
      metrics: [
        { key: "f1", value: i / 30, timestamp: 1, step: 0 },
        { key: "loss", value: i === 3 ? "NaN" : 1 - i / 30, timestamp: 1, step: 0 },
        ...(i < 3 ? steps("energy", i + 1) : []),
      ],
      params: [{ key: "lr", value: `1e-0${(i % 5) + 1}` }, { key: "depth", value: String(i % 3) }, ...many],
    });
    if (i % 3 === 0) await send("runs/update", { run_id: run.info.run_id, status: "FINISHED" });
  }
  await page.goto(`${root}/experiments/orbits`);
  await expect(page.getByText("30 of 30 that match")).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "f1" })).toBeVisible();
  await expect(page.getByRole("cell", { name: "NaN", exact: true })).toBeVisible();
  await expect(page.getByRole("cell", { name: "1e-05", exact: true }).first()).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "a94" })).toHaveCount(0);

  // the page hears the key once its own code is there
  const filter = page.getByRole("combobox", { name: "Filter runs" });
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(filter).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.type("f1");
  await expect(page.getByRole("option", { name: /metrics\.f1/ })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.type("> 0.9");
  await page.keyboard.press("Enter");
  await expect(page.getByText("2 of 2 that match")).toBeVisible();
  await page.getByRole("button", { name: "Remove metrics.f1 > 0.9" }).click();
  await expect(page.getByText("30 of 30 that match")).toBeVisible();

  await page.getByLabel("Filter runs").click();
  await page.keyboard.type("tags.tea");
  await expect(page.getByRole("option", { name: /tags\.team/ })).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.type("= it");
  await expect(page.getByRole("option", { name: /it's and or/ })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
  await expect(page.getByText("15 of 15 that match")).toBeVisible();
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await expect(page.getByText("30 of 30 that match")).toBeVisible();

  await page.keyboard.type("metrics.f1 > 0.5 or metrics.f1 < 0.1");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "Column 18" })).toBeVisible();
  await expect(page.locator(".fault mark")).toHaveText("o");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("metrics.f2 > 0.5");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
  await expect(page.getByText("No run here has the metric f2.")).toBeVisible();
  await page.getByRole("button", { name: "Remove metrics.f2 > 0.5" }).click();

  await page.getByText("Facets", { exact: true }).click();
  const facets = page.getByRole("group", { name: "Facets" });
  await facets.getByLabel(/^FINISHED/).check();
  await expect(page.getByText("10 of 10 that match")).toBeVisible();
  await expect(page).toHaveURL(/filter=status/);
  await page.getByRole("button", { name: "Remove status = 'FINISHED'" }).click();

  await page.getByText("Columns", { exact: false }).first().click();
  const columns = page.getByRole("group", { name: "Columns" });
  await columns.getByLabel("Search columns").click();
  await page.keyboard.type("a94");
  await columns.getByLabel(/a94/).check();
  await expect(page).toHaveURL(/columns=.*params\.a94/);
  await expect(page.getByRole("columnheader", { name: "a94" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expectSound(page, "the runs table with chosen columns");
  await page.screenshot({ path: "test-results/pages/runs-table-light-1280.png", fullPage: true });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.screenshot({ path: "test-results/pages/runs-table-dark-1280.png", fullPage: true });
  await page.setViewportSize({ width: 390, height: 800 });
  await expectSound(page, "the runs table, narrow and dark");
  await page.screenshot({ path: "test-results/pages/runs-table-dark-390.png", fullPage: true });
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });

  await page.getByLabel("0 of 30 selected").check();
  await page.getByRole("button", { name: "Compare" }).click();
  await expect(page.getByRole("heading", { name: "Compare 30 runs" })).toBeVisible();
  await expect(page.getByText("data not recorded, split not recorded, seed not recorded")).toBeVisible();
  await expect(page.getByRole("row", { name: /^loss/ })).toContainText("NaN");
  await expect(page.getByRole("rowheader", { name: "lr", exact: true })).toBeVisible();
  await expect(page.getByText("energy · 27 of 30 runs log no steps of it")).toBeVisible();
  await expectSound(page, "a comparison of thirty runs");
  await page.screenshot({ path: "test-results/pages/compare-thirty-light-1280.png", fullPage: true });

  await page.getByRole("link", { name: "run-00" }).click();
  await expect(page.getByRole("heading", { name: "Parameters" })).toBeVisible();
  await expect(page.getByText("50 of 97")).toBeVisible();
  await page.getByLabel("Search parameters").click();
  await page.keyboard.type("a94");
  await expect(page.getByText("1 found")).toBeVisible();
  await page.screenshot({ path: "test-results/pages/run-many-params-light-1280.png", fullPage: true });
});
