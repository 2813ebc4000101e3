import { enter, expect, expectSound, test } from "./journey";

for (const [theme, width] of [["light", 1280], ["dark", 1280], ["light", 390], ["dark", 390]] as const) {
  test(`every page is sound in the ${theme} theme at ${width} px`, async ({ page, context, baseURL }) => {
    test.setTimeout(180_000);
    await enter(page);
    await context.addCookies([{ name: "theme", value: theme, url: baseURL! }]);
    await page.setViewportSize({ width, height: 900 });
    await page.goto("/projects/neo-hazard");
    test.skip((await page.getByRole("heading", { name: "NEO hazard", exact: true }).count()) === 0, "the main line has not run");
    const runs = (await (await context.request.get(`${baseURL}/api/projects/neo-hazard/runs?sort=metrics.f1`)).json()) as { runs: { uid: string; jobId: string }[] };
    const [best, second] = runs.runs;
    const notebooks = (await (await context.request.get(`${baseURL}/api/projects/neo-hazard/notebooks`)).json()) as { notebooks: { id: string }[] };
    const pages = { overview: "", data: "/data", dataset: "/data/nasa", rows: "/data/nasa?view=rows", versions: "/data/nasa?view=versions", schema: "/data/nasa?view=schema", prepare: "/data/nasa/prepare", notebooks: "/notebooks", notebook: `/notebooks/${notebooks.notebooks[0]!.id}`, experiments: "/experiments", runs: "/experiments/Forest and neighbours?sort=metrics.f1", run: `/runs/${best!.uid}`, compare: `/compare?runs=${best!.uid},${second!.uid}`, jobs: "/jobs", job: `/jobs/${best!.jobId}`, models: "/models", model: "/models/NEOs", try: "/models/NEOs?view=try", members: "/members", audit: "/audit", train: "/train" };
    for (const [name, where] of Object.entries(pages)) {
      await page.goto(`/projects/neo-hazard${where}`);
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
      await page.screenshot({ path: `test-results/pages/${name}-${theme}-${width}.png` });
      await expectSound(page, `${name}, ${theme}, ${width}`);
    }
    for (const name of ["", "account"]) {
      await page.goto(`/${name}`);
      await page.screenshot({ path: `test-results/pages/${name || "projects"}-${theme}-${width}.png` });
      await expectSound(page, name);
    }
  });
}
