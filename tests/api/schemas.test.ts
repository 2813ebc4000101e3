import { expect, test } from "vitest";
import { limits } from "@/lib/limits";
import { onBothDatabases } from "../fresh-db";
import { formOf } from "../instance";
import { maskedProject } from "../masked-project";

type Answer = { schemas: { reference: string; number: number; columns: { name: string; type: string }[] }[] };

const asking = (references: unknown) =>
  `schemas?references=${encodeURIComponent(JSON.stringify(references))}`;

onBothDatabases("columns of several datasets", (provider) => {
  test("are told by one request, of the newest version or of the one that is named", async () => {
    const { root, owner } = await maskedProject(provider, { masks: [] });
    for (const text of ["h,seen\n1.5,2026-01-02\n", "h,seen,name\n1.5,2026-01-02,a\n"])
      await owner("POST", `${root}/datasets`, formOf("neo.csv", text, { name: "neo" }));
    const { status, body } = await owner<Answer>(
      "GET",
      `${root}/${asking(["neo", "neo@v1", "gone", "neo@v9"])}`,
    );
    expect(status).toBe(200);
    const old = [
      { name: "h", type: "number" },
      { name: "seen", type: "date" },
    ];
    expect(body.schemas).toEqual([
      { reference: "neo", number: 2, columns: [...old, { name: "name", type: "text" }] },
      { reference: "neo@v1", number: 1, columns: old },
    ]);
  });

  test("are told as their reader sees them: a masked one has the type of its mask", async () => {
    const masks = [
      { name: "pay", mask: "bin", role: "owner" },
      { name: "name", mask: "hide", role: "owner" },
    ] as const;
    const { instance, root, owner } = await maskedProject(provider, { masks: [...masks] });
    const viewer = await instance.person("Vic", { slug: "neo", role: "VIEWER" });
    const seen = async (who: typeof owner) =>
      (await who<Answer>("GET", `${root}/${asking(["people"])}`)).body.schemas[0]!.columns;
    expect(await seen(owner)).toContainEqual({ name: "pay", type: "number" });
    expect(await seen(viewer)).toContainEqual({ name: "pay", type: "text" });
    const { body } = await viewer<Pick<Answer["schemas"][0], "columns">>(
      "GET",
      `${root}/datasets/people/versions/1/rows?limit=1`,
    );
    expect(await seen(viewer)).toEqual(body.columns);
  });

  test("are asked for within bounds, and by nobody from outside", async () => {
    const { instance, root, owner } = await maskedProject(provider, { masks: [] });
    const many = Array.from({ length: limits.schemasAtOnce + 1 }, (_, i) => `d${i}`);
    for (const wrong of [many, [], "people", [1], ["x".repeat(301)]])
      expect((await owner("GET", `${root}/${asking(wrong)}`)).status).toBe(400);
    expect((await owner("GET", `${root}/schemas`)).status).toBe(400);
    const stranger = await instance.person("Sam");
    expect((await stranger("GET", `${root}/${asking(["people"])}`)).status).toBe(404);
  });
});
