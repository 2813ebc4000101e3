import { expect, test } from "vitest";
import type { QualityReport } from "@/lib/datasets/report/report";
import { onBothDatabases } from "../fresh-db";
import { formOf, projectIn, startInstance } from "../instance";

const rows = Array.from(
  { length: 60 },
  (_, i) => `${i},${(i * 37) % 59},${i % 7 === 0 ? "" : i},<b>${i % 3}</b>`,
);
const text = `id,x,"<script>y",kind\n${rows.join("\n")}\n`;

onBothDatabases("the quality report of a version", (provider) => {
  test("is told as JSON, line by line, and as a file that runs and loads nothing", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const { status } = await instance.admin("POST", `${root}/datasets`, formOf("neo.csv", text));
    expect(status).toBe(201);
    const path = `${root}/datasets/neo/versions/1/report`;
    const { body } = await instance.admin<QualityReport>("GET", path);
    expect(body).toMatchObject({ rows: 60, missingCells: 9, duplicates: { groups: 0 } });
    expect(body.variables.map(({ name }) => name)).toEqual(["id", "x", "<script>y", "kind"]);
    const { body: version } = await instance.admin<{ sha256: string }>(
      "GET",
      `${root}/datasets/neo/versions/1`,
    );
    expect(body.provenance).toMatchObject({
      dataset: "neo",
      version: 1,
      sha256: version.sha256,
      origin: "upload",
      source: "neo.csv",
    });
    expect(body.provenance.madeBy).toBe(body.provenance.reportedBy);

    const raw = (query: string, headers: Record<string, string> = {}) =>
      fetch(`${instance.url}${path}${query}`, {
        headers: { ...headers, authorization: `Bearer ${instance.adminToken}` },
      });
    const file = await raw("?format=html");
    expect(file.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(file.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''neo-v1-report.html");
    const html = await file.text();
    expect(html).toContain("&lt;script&gt;y");
    expect(html).toContain("--chart-muted");
    expect(html).not.toMatch(/<(script|img|link|b)\b|@import|url\(/i);

    const told = (await (await raw("", { accept: "application/x-ndjson" })).text()).trim().split("\n");
    const lines = told.map((line) => JSON.parse(line) as { done?: number; report?: QualityReport });
    expect(lines.at(-1)!.report).toMatchObject({ rows: 60 });
    expect(lines.some(({ done }) => done === 4)).toBe(true);

    const pairs = (value: unknown) => `?pairs=${encodeURIComponent(JSON.stringify(value))}`;
    const chosen = await instance.admin<QualityReport>("GET", `${path}${pairs([["x", "id"]])}`);
    expect(chosen.body.interactions.map(({ x, y }) => [x, y])).toEqual([["x", "id"]]);
    const refused = [
      pairs([["x", "none"]]),
      pairs([["x", "kind"]]),
      pairs([["x"]]),
      "?target=none",
      "?format=pdf",
    ];
    for (const query of refused)
      expect((await instance.admin("GET", `${path}${query}`)).status, query).toBe(400);
    expect((await instance.admin("GET", `${root}/datasets/neo/versions/2/report`)).status).toBe(404);
  });
});
