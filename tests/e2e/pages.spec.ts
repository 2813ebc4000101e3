import type { APIRequestContext } from "@playwright/test";
import { enter, expect, expectSound, test } from "./journey";

const experiment = "Forest and neighbours";

/** A project with something on every page, made by the API, once for all themes. */
async function seeded(
  request: APIRequestContext,
  origin: string,
): Promise<{ runs: { uid: string; jobId: string }[]; notebook: string; upload: string; labels: string }> {
  const api = "/api/projects/pages";
  const post = (path: string, data: object) => request.post(path, { data, headers: { origin } });
  if ((await request.get(api)).status() === 404) {
    await post("/api/projects", { name: "Every page", slug: "pages" });
    await post(`${api}/datasets`, { sample: "neo", name: "neo" });
    await post(`${api}/datasets/neo/versions/1/recipes`, {
      steps: [
        { kind: "drop", columns: ["Equinox"] },
        { kind: "split", how: "random", test: 0.1, seed: 42, stratify: "Hazardous" },
      ],
    });
    const config = { url: "https://example.com/neo.csv" };
    await post(`${api}/sources`, { dataset: "neo", kind: "url", config });
    const made = await post(`${api}/notebooks`, { dataset: "neo" });
    const { id } = (await made.json()) as { id: string };
    const published = { data: { revision: null, code: true }, headers: { origin } };
    await request.put(`${api}/notebooks/${id}/published`, published);
    await post(`${api}/datasets/neo/label-tasks`, {
      version: 1,
      name: "verdict",
      question: "Is it worth a second look?",
      classes: ["yes", "no", "not to be said"],
      perRow: 2,
      rows: { kind: "random", count: 20 },
    });
    await post(`${api}/jobs`, {
      dataset: "neo",
      target: "Hazardous",
      exclude: ["Name"],
      experiment,
      algorithms: [
        { algorithm: "random-forest", trees: 20 },
        ...[1, 3, 5].map((k) => ({ algorithm: "nearest-neighbours", k })),
      ],
    });
  }
  const runsOf = async () =>
    (
      (await (await request.get(`${api}/runs?sort=metrics.f1`)).json()) as {
        runs: { uid: string; jobId: string; status: string }[];
      }
    ).runs;
  await expect
    .poll(async () => (await runsOf()).every(({ status }) => status === "FINISHED"), { timeout: 60_000 })
    .toBe(true);
  const runs = await runsOf();
  if ((await request.get(`${api}/models/NEOs`)).status() === 404) {
    await post(`${api}/models`, { name: "NEOs", run: runs[0]!.uid });
    await post(`${api}/models/NEOs/versions/1/stage`, { stage: "Production" });
  }
  const { notebooks } = (await (await request.get(`${api}/notebooks`)).json()) as {
    notebooks: { id: string }[];
  };
  const file = { name: "days.csv", mimeType: "text/csv", buffer: Buffer.from("day,x\n01/02/2020,1\n") };
  const sent = await request.post(`${api}/uploads`, { multipart: { file }, headers: { origin } });
  const { upload } = (await sent.json()) as { upload: string };
  const { tasks } = (await (await request.get(`${api}/datasets/neo/label-tasks`)).json()) as {
    tasks: { id: string }[];
  };
  return { runs, notebook: notebooks[0]!.id, upload, labels: tasks[0]!.id };
}

for (const [theme, width] of [
  ["light", 1280],
  ["dark", 1280],
  ["light", 390],
  ["dark", 390],
] as const) {
  test(`every page is sound in the ${theme} theme at ${width} px`, async ({ page, context, baseURL }) => {
    test.setTimeout(360_000);
    await enter(page);
    const { runs, notebook, upload, labels } = await seeded(context.request, baseURL!);
    const [best, second] = runs;
    await context.addCookies([{ name: "theme", value: theme, url: baseURL! }]);
    await page.setViewportSize({ width, height: 900 });
    const pages = {
      overview: "",
      data: "/data",
      dataset: "/data/neo",
      rows: "/data/neo?view=rows",
      versions: "/data/neo?view=versions",
      schema: "/data/neo?view=schema",
      column: "/data/neo/column?column=Absolute Magnitude",
      report: "/data/neo/report?version=1",
      lineage: "/data/neo?view=lineage&version=1",
      "apply-recipe": `/data/neo/apply?version=2`,
      "compare-versions": `/data/neo/compare?before=1&after=2&key=${encodeURIComponent('["Name"]')}`,
      prepare: "/data/neo/prepare",
      synthetic: "/data/neo/synthetic?version=2",
      labels: "/data/neo/labels",
      "new-labels": "/data/neo/labels/new",
      "label-task": `/data/neo/labels/${labels}`,
      "label-queue": `/data/neo/labels/${labels}/queue`,
      import: `/upload/${upload}`,
      source: "/data/neo/source",
      "new-source": "/sources/new?kind=s3",
      notebooks: "/notebooks",
      notebook: `/notebooks/${notebook}`,
      "notebook-revisions": `/notebooks/${notebook}/revisions`,
      "notebook-runs": `/notebooks/${notebook}/runs`,
      "notebook-published": `/notebooks/${notebook}/published`,
      experiments: "/experiments",
      runs: `/experiments/${experiment}?sort=metrics.f1`,
      run: `/runs/${best!.uid}`,
      compare: `/compare?runs=${best!.uid},${second!.uid}`,
      jobs: "/jobs",
      job: `/jobs/${best!.jobId}`,
      models: "/models",
      model: "/models/NEOs",
      signature: "/models/NEOs?view=signature",
      try: "/models/NEOs?view=try",
      members: "/members",
      audit: "/audit",
      train: "/train",
    };
    for (const [name, where] of Object.entries(pages)) {
      await page.goto(`/projects/pages${where}`);
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
      await page.screenshot({ path: `test-results/pages/${name}-${theme}-${width}.png` });
      await expectSound(page, `${name}, ${theme}, ${width}`);
    }
    for (const name of ["projects", "account"]) {
      await page.goto(name === "projects" ? "/" : `/${name}`);
      await page.screenshot({ path: `test-results/pages/${name}-${theme}-${width}.png` });
      await expectSound(page, name);
    }
  });
}
