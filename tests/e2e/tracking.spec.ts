import { expect } from "@playwright/test";
import { enter, expectSound, makeProject, test } from "./journey";

const hostile =
  `<h1>Report</h1><script>document.title = "ran"; ` +
  `try { document.body.dataset.cookie = parent.document.cookie; parent.document.title = "taken"; }` +
  ` catch (e) { document.body.dataset.blocked = "yes"; } ` +
  `fetch("/api/me/tokens").then(() => (document.body.dataset.fetched = "yes"), ` +
  `() => (document.body.dataset.fetched = "no"));</script>`;

test("a client is connected from the overview, and what it logs is on the pages, live and safe", async ({
  page,
  baseURL,
}) => {
  test.setTimeout(120_000);
  await enter(page);
  const root = await makeProject(page, "Tracking");
  const slug = root.split("/").at(-1)!;
  await page.getByRole("button", { name: "curl" }).click();
  await page.getByRole("button", { name: "Create a token for this project" }).click();
  await expect(page.getByText("Waiting for the first call")).toBeVisible();
  const token = (await page.getByLabel("Lines for curl").innerText()).match(/peri_[\w-]+/)![0];

  const api = `${baseURL}/mlflow/${slug}/api/2.0`;
  const send = async <Answer>(method: string, path: string, body: unknown): Promise<Answer> => {
    const raw = typeof body === "string" || body instanceof Uint8Array;
    const answer = await fetch(`${api}/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": raw ? "application/octet-stream" : "application/json",
      },
      body: raw ? (body as BodyInit) : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as Answer;
  };
  const { run } = await send<{ run: { info: { run_id: string } } }>("POST", "mlflow/runs/create", {
    experiment_id: "0",
    run_name: "from a client",
    start_time: Date.now(),
    tags: [
      { key: "mlflow.note.content", value: "Tried a **wider** net. <img src=x onerror=alert(1)>" },
      { key: "team", value: "orbits" },
      { key: "mlflow.source.name", value: "train.py" },
    ],
  });
  await expect(page.getByText("Connected: the first call has arrived")).toBeVisible();
  await expect(page.getByRole("link", { name: "from a client" })).toBeVisible();

  const uid = run.info.run_id;
  const points = (from: number) =>
    Array.from({ length: 900 }, (_, i) => ({
      key: "loss",
      value: i === 450 && from === 0 ? 99 : 1 / (from + i + 1),
      timestamp: 1_700_000_000_000 + from + i,
      step: from + i,
    }));
  for (const from of [0, 900, 1_800])
    await send("POST", "mlflow/runs/log-batch", {
      run_id: uid,
      metrics: points(from),
      params: from === 0 ? [{ key: "depth", value: "3" }] : [],
      tags: [],
    });
  await send("POST", "mlflow/runs/log-batch", {
    run_id: uid,
    metrics: [
      { key: "test_f1", value: 0.912, timestamp: 1, step: 0 },
      { key: "score", value: 0.5, timestamp: 1, step: 0 },
    ],
  });
  await send("POST", "mlflow/runs/log-inputs", {
    run_id: uid,
    datasets: [
      {
        tags: [{ key: "mlflow.data.context", value: "training" }],
        dataset: { name: "approaches", digest: "abc12345", source_type: "local", source: "{}" },
      },
    ],
  });
  const files: [string, string][] = [
    ["report.html", hostile],
    ["notes/readme.md", "# Read me\n<script>document.title='taken'</script>"],
    ["table.json", '{"columns":["x","y"],"data":[[1,"a"],[2,"b"]]}'],
    [
      "drawing.svg",
      `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" ` +
        `onload="document.title='taken'"><circle cx="20" cy="20" r="18" fill="teal"/></svg>`,
    ],
  ];
  for (const [path, content] of files)
    await send("PUT", `mlflow-artifacts/artifacts/0/${uid}/artifacts/${path}`, content);

  await page.getByRole("link", { name: "from a client" }).click();
  await expect(page.getByRole("heading", { name: "from a client" })).toBeVisible();
  await expect(page.getByText("loss: 2,700 points")).toBeVisible();
  await expect(page.getByRole("rowheader", { name: "unknown split" })).toBeVisible();
  await expect(page.getByText("wider", { exact: true })).toHaveCSS("font-weight", /[67]00/);
  await expect(page.getByText("approaches")).toBeVisible();
  await expectSound(page, "a client's run");
  await page.screenshot({ path: "test-results/pages/client-run-light-1280.png", fullPage: true });
  await send("POST", "mlflow/runs/log-batch", {
    run_id: uid,
    metrics: [{ key: "loss", value: 0.1, timestamp: 1_800_000_000_000, step: 5_000 }],
  });
  await expect(page.getByText("loss: 2,701 points")).toBeVisible();

  const title = await page.title();
  await page.getByRole("button", { name: "report.html" }).click();
  const frame = page.frameLocator("iframe[title='report.html']");
  await expect(frame.locator("body")).toHaveAttribute("data-blocked", "yes");
  await expect(frame.locator("body")).toHaveAttribute("data-fetched", "no");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "readme.md" }).click();
  await expect(page.getByRole("dialog").getByRole("heading", { name: "Read me" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "table.json" }).click();
  await expect(page.getByRole("cell", { name: "b", exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "drawing.svg" }).click();
  await expect(page.getByRole("img", { name: "drawing.svg" })).toHaveJSProperty("naturalWidth", 40);
  await expectSound(page, "a file of a run");
  await page.keyboard.press("Escape");
  expect(await page.title()).toBe(title);

  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 390, height: 800 });
  await expectSound(page, "a client's run, narrow and dark");
  await page.screenshot({ path: "test-results/pages/client-run-dark-390.png", fullPage: true });
  await page.goto(root);
  await expect(page.getByRole("heading", { name: "Connect a client" })).toBeVisible();
  await expectSound(page, "the overview, narrow and dark");
  await page.screenshot({ path: "test-results/pages/connect-dark-390.png", fullPage: true });
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
  await page.screenshot({ path: "test-results/pages/connect-light-1280.png", fullPage: true });
  await page.goto(`${root}/experiments/Default`);
  await page.screenshot({ path: "test-results/pages/client-runs-light-1280.png", fullPage: true });
});
