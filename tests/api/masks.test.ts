import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { formOf } from "../instance";
import { canary, canaryNumber, maskedProject } from "../masked-project";

type Rows = { columns: { name: string; type: string }[]; rows: Record<string, unknown>[] };
type Profile = { columns: Record<string, unknown>[] };
type Problem = { detail: string };

onBothDatabases("a masked column", (provider) => {
  test("is shown to the role that the owner names, and masked for everybody below", async () => {
    const { instance, root, owner } = await maskedProject(provider);
    const people = `${root}/datasets/people/versions/1`;
    const whole = await owner<Rows>("GET", `${people}/rows?limit=40`);
    expect(whole.body.rows[7]).toMatchObject({ name: canary, pay: canaryNumber, town: "Vigo" });
    const maintainer = await instance.person("Mar", { slug: "neo", role: "MAINTAINER" });
    const half = (await maintainer<Rows>("GET", `${people}/rows?limit=40`)).body;
    expect(half.rows[7]).toMatchObject({ name: canary, town: "Vigo" });
    expect(half.rows[7]!.pay).toMatch(/and above$/);
    for (const role of ["EDITOR", "VIEWER"] as const) {
      const person = await instance.person(role, { slug: "neo", role });
      const { body } = await person<Rows>("GET", `${people}/rows?limit=40`);
      expect(body.rows.map(({ name }) => name)).not.toContain(canary);
      expect(body.rows.every(({ name }) => /^[0-9a-f]{20}$/.test(String(name)))).toBe(true);
      expect(new Set(body.rows.map(({ name }) => name)).size).toBe(40);
      const counts = Map.groupBy(body.rows, ({ pay }) => pay);
      for (const rows of counts.values()) expect(rows.length).toBeGreaterThanOrEqual(5);
      const unmasked = ({ id, town, label, size }: Record<string, unknown>) => ({ id, town, label, size });
      expect(body.rows.map(unmasked)).toEqual(whole.body.rows.map(unmasked));
    }
  });

  test("leaves the figures of other columns exactly as they are", async () => {
    const { instance, root, owner } = await maskedProject(provider);
    const viewer = await instance.person("Vic", { slug: "neo", role: "VIEWER" });
    const profile = `${root}/datasets/people/versions/1/profile?target=label`;
    const [all, seen] = [
      (await owner<Profile>("GET", profile)).body,
      (await viewer<Profile>("GET", profile)).body,
    ];
    const others = (of: Profile) =>
      of.columns.filter(({ name }) => !["name", "pay"].includes(String(name))).map((column) => column);
    expect(others(seen)).toEqual(others(all));
    expect(JSON.stringify(seen)).not.toContain(String(canaryNumber));
    expect(JSON.stringify(all)).toContain(String(canaryNumber));
    expect((await owner<Profile>("GET", profile)).body).toEqual(all);
  });

  test("is masked in what is kept of a profile, and asking for that works out nothing", async () => {
    const { instance, root, owner } = await maskedProject(provider);
    const viewer = await instance.person("Vic", { slug: "neo", role: "VIEWER" });
    const at = `${root}/datasets/people/versions/1/profile`;
    const kept = async (person: typeof owner) =>
      (await person<{ columns: unknown }>("GET", `${at}?kept=true`)).body.columns;
    expect(await kept(viewer)).toBeNull();
    expect(await instance.db.maskedVersion.count()).toBe(0);
    const { columns } = (await owner<Profile>("GET", at)).body;
    expect(await kept(owner)).toEqual(columns);
    expect(await kept(viewer)).toBeNull();
    expect(await instance.db.datasetProfile.count()).toBe(1);
    const seen = (await viewer<Profile>("GET", at)).body.columns;
    expect(await kept(viewer)).toEqual(seen);
    expect(JSON.stringify(await kept(viewer))).not.toContain(String(canaryNumber));
    expect((await owner("GET", `${at}?kept=true&target=label`)).status).toBe(400);
    expect((await owner("GET", `${root}/datasets/none/versions/1/profile?kept=true`)).status).toBe(404);
  });

  test("has no hash in any figure that fewer than five rows have", async () => {
    const { instance, root, owner, setMasks } = await maskedProject(provider, { masks: [] });
    await setMasks(["name", "town", "label"].map((name) => ({ name, mask: "hash", role: "owner" })));
    const lines = Array.from({ length: 45 }, (_, i) => {
      const isRare = i === 3 || i === 30;
      const [town, label] = isRare ? ["Vigo", "yes"] : [["Leon", "Lugo"][i % 2], "no"];
      return `${i},person-${i},${i},${town},${label},${i * 2}`;
    });
    for (const rows of [44, 45]) {
      const text = ["id,name,pay,town,label,size", ...lines.slice(0, rows)].join("\n");
      const { status } = await owner("POST", `${root}/datasets`, formOf("people.csv", text));
      expect(status).toBe(201);
    }
    const viewer = await instance.person("Vic", { slug: "neo", role: "VIEWER" });
    const people = `${root}/datasets/people`;
    const { rows } = (await viewer<Rows>("GET", `${people}/versions/3/rows?limit=45`)).body;
    const counted = (name: string) =>
      [...Map.groupBy(rows, (row) => row[name])].map(([value, of]) => [value, of.length]);
    const all = ["name", "town", "label"].flatMap(counted) as [string, number][];
    const [few, many] = [all.filter(([, n]) => n < 5), all.filter(([, n]) => n >= 5)];
    expect([few.length, many.length]).toEqual([47, 3]);

    const at = `${people}/versions/3`;
    const figures = [
      ...["", "?target=town", "?target=label", "?target=name"].map((query) => `${at}/profile${query}`),
      ...["name", "town", "label", "size"].flatMap((column) =>
        ["name", "town", "label"].map((target) => `${at}/column?column=${column}&target=${target}`),
      ),
      `${at}/report?format=json`,
      `${people}/compare/columns?before=2&after=3`,
    ];
    for (const address of figures) {
      const { status, body } = await viewer<Record<string, unknown>>("GET", address);
      expect([address, status]).toEqual([address, 200]);
      // these are rows, and say so; digits behind a point are no hash
      const text = JSON.stringify({ ...body, sample: null, duplicates: null });
      const hashes = text.match(/(?<![.\w])[0-9a-f]{20}\b/g) ?? [];
      expect(
        hashes.filter((hash) => !many.some(([value]) => value === hash)),
        address,
      ).toEqual([]);
    }
    const { body } = await viewer<{ columns: { name: string; top: { value: string }[] }[] }>(
      "GET",
      `${at}/profile`,
    );
    const told = body.columns.filter(({ name }) => ["name", "town", "label"].includes(name));
    expect(told.map(({ top }) => top.length)).toEqual([0, 2, 1]);

    // a profile that was kept when it told all of them
    await owner("GET", `${at}/profile`);
    const { datasetProfile } = instance.db;
    const [seen, whole] = await datasetProfile.findMany({
      where: { target: "" },
      orderBy: { createdAt: "asc" },
    });
    const { versionId, target } = seen!;
    await datasetProfile.update({
      where: { versionId_target: { versionId, target } },
      data: { sha256: whole!.sha256 },
    });
    expect((await viewer("GET", `${at}/profile`)).body).toEqual(body);
  });

  test("is barred from filters, order, formulas, keys and queries, by its name", async () => {
    const { instance, root } = await maskedProject(provider);
    const editor = await instance.person("Eva", { slug: "neo", role: "EDITOR" });
    const people = `${root}/datasets/people/versions/1`;
    const refused = [
      editor<Problem>("GET", `${people}/rows?filter=${encodeURIComponent("pay > 7000000")}`),
      editor<Problem>("GET", `${people}/rows?sort=pay`),
      editor<Problem>("GET", `${people}/download?format=csv&filter=${encodeURIComponent("pay > 1")}`),
      editor<Problem>("GET", `${people}/download?format=csv&sort=pay`),
      editor<Problem>("POST", `${people}/preview`, {
        steps: [{ kind: "sort", columns: ["pay"], descending: [] }],
      }),
      editor<Problem>("POST", `${people}/preview`, { steps: [{ kind: "filter", formula: "pay > 1" }] }),
      editor<Problem>("POST", `${people}/recipes`, {
        steps: [{ kind: "derive", name: "x", formula: "length(name)" }],
        name: "made",
      }),
      editor<Problem>("POST", `${people}/recipes`, {
        steps: [
          { kind: "rename", from: "pay", to: "other" },
          { kind: "group", by: ["other"], columns: ["size"], how: ["mean"] },
        ],
        name: "made",
      }),
      ...["facets", "clusters"].flatMap((route) => [
        editor<Problem>("POST", `${people}/${route}`, { steps: [], column: "name" }),
        editor<Problem>("POST", `${people}/${route}`, {
          steps: [{ kind: "rename", from: "name", to: "other" }],
          column: "other",
        }),
        editor<Problem>("POST", `${people}/${route}`, { steps: [], column: "id", where: "pay > 1" }),
      ]),
      editor<Problem>("POST", `${people}/from-examples`, {
        ...{ steps: [], column: "name" },
        examples: [{ value: "x", result: "y" }],
      }),
      editor<Problem>("POST", `${people}/preview`, {
        steps: [{ kind: "rename", from: "pay", to: "other" }],
        where: "is_missing(other)",
      }),
      editor<Problem>("POST", `${people}/near-pairs`, {
        steps: [
          {
            ...{ kind: "near-duplicates", texts: ["name"], how: "distance", numbers: [], within: [] },
            ...{ share: 0.9, key: [], apart: [] },
          },
        ],
      }),
      ...[
        "SELECT count(*) FROM dataset('people') WHERE pay = 'x'",
        "SELECT pay, count(*) FROM dataset('people') GROUP BY pay",
        "SELECT * FROM dataset('people') ORDER BY pay",
        "SELECT max(pay) FROM dataset('people')",
        "SELECT * FROM dataset('people') a JOIN dataset('people') b USING (pay)",
      ].map((sql) => editor<Problem>("POST", `${root}/sql`, { sql })),
    ];
    for (const answer of await Promise.all(refused)) {
      expect([answer.status, answer.text]).toEqual([
        403,
        expect.stringMatching(/“(pay|name|other)” is masked/),
      ]);
    }
    const may = [
      editor("GET", `${people}/rows?filter=${encodeURIComponent("size > 70")}&sort=size`),
      editor("POST", `${people}/preview`, { steps: [{ kind: "drop", columns: ["pay"] }] }),
      editor("POST", `${root}/sql`, { sql: "SELECT pay, town FROM dataset('people') WHERE size > 10" }),
    ];
    expect((await Promise.all(may)).map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  test("is set of one column without a word on the others, also by two at once", async () => {
    const { root, owner, setMasks } = await maskedProject(provider);
    await setMasks([]);
    const masks = `${root}/datasets/people/masks`;
    const mask = { mask: "hide", role: "owner" };
    const both = [
      { column: "pay", mask },
      { column: "name", mask },
    ].map((body) => owner("PUT", masks, body));
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
    const { body } = await owner<{ set: { name: string }[] }>("GET", masks);
    expect(body.set.map(({ name }) => name).toSorted()).toEqual(["name", "pay"]);
    expect((await owner("PUT", masks, { column: "pay", mask: null })).body).toMatchObject({
      set: [{ name: "name", ...mask }],
    });
    for (const wrong of [{}, { column: "pay" }, { mask }, { columns: [], column: "pay", mask }])
      expect((await owner("PUT", masks, wrong)).status).toBe(400);
  });

  test("is set and freed by owners alone, and the audit keeps it", async () => {
    const { instance, root, owner, setMasks } = await maskedProject(provider);
    const maintainer = await instance.person("Mar", { slug: "neo", role: "MAINTAINER" });
    const masks = `${root}/datasets/people/masks`;
    expect((await maintainer("PUT", masks, { columns: [] })).status).toBe(403);
    expect((await setMasks([{ name: "town", mask: "bin", role: "owner" }])).status).toBe(400);
    expect((await setMasks([{ name: "nothing", mask: "hide", role: "owner" }])).status).toBe(400);
    expect((await setMasks([{ name: "pay", mask: "hide", role: "owner" }])).body).toMatchObject({
      set: [{ name: "pay", mask: "hide", role: "owner" }],
    });
    const rows = () => maintainer<Rows>("GET", `${root}/datasets/people/versions/1/rows?limit=8`);
    expect((await rows()).body.rows[7]).toMatchObject({ name: canary, pay: null });
    await setMasks([]);
    expect((await rows()).body.rows[7]).toMatchObject({ name: canary, pay: canaryNumber });
    expect((await owner("GET", masks)).body).toMatchObject({ masks: [], set: [] });
    expect(await instance.db.auditEvent.count({ where: { action: "dataset.mask" } })).toBe(3);
  });
});
