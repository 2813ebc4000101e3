import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { openVault, vaultKeys } from "@/lib/auth/vault";
import { maskKeyPurpose } from "@/lib/datasets/masked-file";
import { fromArrow, toArrow } from "@/lib/frame/arrow";
import { resealSecrets } from "@/lib/sources/reseal";
import { onBothDatabases } from "../fresh-db";
import { formOf, type Client } from "../instance";
import { canary, canaryNumber, maskedProject, peopleCsv } from "../masked-project";

type Rows = { rows: Record<string, unknown>[] };
type Problem = { detail: string };
type Masks = { masks: { name: string; forYou: boolean; inherited: boolean }[]; freed: string[] };

const rowsOf = async (client: Client, root: string, dataset: string, version = 1) =>
  (await client<Rows>("GET", `${root}/datasets/${dataset}/versions/${version}/rows?limit=60`)).body.rows;
const names = ({ masks }: Masks) => masks.map(({ name }) => name);

onBothDatabases("a mask follows its column", (provider) => {
  test("into what a recipe makes, until an owner frees that, and anew when it rests on more", async () => {
    const { instance, root, owner, make } = await maskedProject(provider);
    const viewer = await instance.person("Vic", { slug: "neo", role: "VIEWER" });
    const steps = [
      { kind: "rename", from: "pay", to: "wage" },
      { kind: "derive", name: "double", formula: "wage * 2" },
      { kind: "derive", name: "more", formula: "size + 1" },
      { kind: "drop", columns: ["name"] },
    ];
    expect((await make(steps, "made")).status).toBe(201);
    const masks = () => viewer<Masks>("GET", `${root}/datasets/made/masks`);
    expect(names((await masks()).body)).toEqual(["wage", "double"]);
    const [row] = (await rowsOf(viewer, root, "made")).slice(7, 8);
    expect([row!.wage, row!.more]).toEqual([expect.stringMatching(/above$/), 15]);
    expect(row!.double).toMatch(/above$/);

    const free = (column: string, freed: boolean) =>
      owner<Masks>("PUT", `${root}/datasets/made/freed`, { column, freed });
    expect((await free("more", true)).status).toBe(400);
    expect((await free("double", true)).body).toMatchObject({ freed: ["double"] });
    expect((await rowsOf(viewer, root, "made"))[7]!.double).toBe(canaryNumber * 2);
    expect((await rowsOf(viewer, root, "made"))[7]!.wage).not.toBe(canaryNumber);
    await free("double", false);
    expect(names((await masks()).body)).toEqual(["wage", "double"]);
    await free("double", true);
    await make([{ kind: "derive", name: "double", formula: "length(name) + pay" }], "made");
    expect(names((await masks()).body)).toContain("double");
    const audit = await instance.db.auditEvent.findMany({ where: { action: "dataset.free" } });
    expect(audit.map(({ detail }) => (JSON.parse(detail!) as { freed: boolean }).freed)).toEqual([
      true,
      false,
      true,
    ]);
  });

  test("into what was made before it was set, into restored versions and what notebooks save", async () => {
    const { instance, root, owner, setMasks, make } = await maskedProject(provider, { masks: [] });
    await make([{ kind: "rename", from: "name", to: "who" }], "made");
    await owner("POST", `${root}/datasets`, formOf("people.csv", peopleCsv(41)));
    await owner("POST", `${root}/datasets/people/versions/1/restore`);
    const { id } = (await owner<{ id: string }>("POST", `${root}/notebooks`, {})).body;
    const table = toArrow(
      fromArrow(
        new Uint8Array(
          await (
            await fetch(`${instance.url}${root}/datasets/people/versions/1/arrow`, {
              headers: { authorization: `Bearer ${instance.adminToken}` },
            })
          ).arrayBuffer(),
        ),
      ),
    );
    const saved = await owner(
      "POST",
      `${root}/notebooks/${id}/datasets?name=noted&revision=1&reads=${encodeURIComponent(
        JSON.stringify([{ name: "people", number: 1 }]),
      )}`,
      table,
      { "content-type": "application/vnd.apache.arrow.stream" },
    );
    expect([saved.status, saved.text]).toEqual([201, expect.anything()]);
    const viewer = await instance.person("Vic", { slug: "neo", role: "VIEWER" });
    expect((await rowsOf(viewer, root, "made"))[7]!.who).toBe(canary);
    await setMasks([{ name: "name", mask: "hide", role: "maintainer" }]);
    expect((await rowsOf(viewer, root, "made"))[7]).toMatchObject({ who: null, town: "Vigo" });
    expect((await rowsOf(viewer, root, "people", 3))[7]).toMatchObject({ name: null, town: "Vigo" });
    const [noted] = (await rowsOf(viewer, root, "noted")).slice(7, 8);
    expect(Object.values(noted!).every((cell) => cell === null)).toBe(true);
    expect((await rowsOf(owner, root, "noted"))[7]!.name).toBe(canary);
  });

  test("once: what somebody makes of masked cells holds masked cells, and they keep their look", async () => {
    const { instance, root, owner } = await maskedProject(provider);
    const editor = await instance.person("Eva", { slug: "neo", role: "EDITOR" });
    const steps = [{ kind: "derive", name: "more", formula: "size + 1" }];
    const made = await editor("POST", `${root}/datasets/people/versions/1/recipes`, { steps, name: "hers" });
    expect([made.status, made.text]).toEqual([201, expect.anything()]);
    const seen = (await rowsOf(editor, root, "people"))[7]!;
    expect((await rowsOf(editor, root, "hers"))[7]).toEqual({ ...seen, more: 15 });
    expect((await rowsOf(owner, root, "hers"))[7]).toEqual({ ...seen, more: 15 });
    const back = await editor<Problem>("POST", `${root}/datasets/people/versions/1/recipes`, { steps });
    expect([back.status, back.body.detail]).toEqual([
      403,
      expect.stringMatching(/“name” of people is masked/),
    ]);
    const own = formOf("people.csv", `name,pay\n${canary},1\nx,2\n`);
    expect((await editor("POST", `${root}/datasets`, own)).status).toBe(403);
  });

  test("to the role of this moment, on the next request", async () => {
    const { instance, root, owner } = await maskedProject(provider);
    const person = await instance.person("Mar", { slug: "neo", role: "MAINTAINER" });
    expect((await rowsOf(person, root, "people"))[7]!.name).toBe(canary);
    const etag = async () =>
      (
        await fetch(`${instance.url}${root}/datasets/people/versions/1/file`, {
          headers: { authorization: `Bearer ${person.token}` },
        })
      ).headers.get("etag");
    const before = await etag();
    await owner("PATCH", `${root}/members/${person.id}`, { role: "EDITOR" });
    expect((await rowsOf(person, root, "people"))[7]!.name).not.toBe(canary);
    expect(await etag()).not.toBe(before);
  });
});

onBothDatabases("the key of a project's hashes", (provider) => {
  test("is sealed, gives equal hashes in the whole project, and is sealed anew with a new key", async () => {
    const { instance, root, owner } = await maskedProject(provider);
    const editor = await instance.person("Eva", { slug: "neo", role: "EDITOR" });
    await owner("POST", `${root}/datasets`, formOf("staff.csv", peopleCsv(50)));
    await owner("PUT", `${root}/datasets/staff/masks`, {
      columns: [{ name: "name", mask: "hash", role: "owner" }],
    });
    const [here, there] = [await rowsOf(editor, root, "people"), await rowsOf(editor, root, "staff")];
    expect(there.slice(0, 40).map(({ name }) => name)).toEqual(here.map(({ name }) => name));
    const { db } = instance;
    const [old] = vaultKeys(null, instance.folder);
    const before = await db.project.findFirstOrThrow();
    const newer = "a newer key of more than thirty-two characters";
    expect(await resealSecrets(db, openVault([newer, old]))).toEqual({ resealed: 1, unopened: 0 });
    const after = await db.project.findFirstOrThrow();
    const opened = [openVault([old]).open(before.maskKey!, maskKeyPurpose(before.id))];
    expect(openVault([newer]).open(after.maskKey!, maskKeyPurpose(after.id))).toBe(opened[0]);
    expect(opened[0]).toMatch(/^[0-9a-f]{64}$/);
    const hash = createHmac("sha256", Buffer.from(opened[0]!, "hex")).update(canary).digest("hex");
    expect(here[7]!.name).toBe(hash.slice(0, 20));
  });
});

onBothDatabases("what lies beside the rows of a masked column", (provider) => {
  test("is kept from who is below its role: the file, failed cells, the source, what it means", async () => {
    const { instance, root, owner } = await maskedProject(provider);
    const editor = await instance.person("Eva", { slug: "neo", role: "EDITOR" });
    const people = `${root}/datasets/people`;
    const entry = { columns: [{ name: "name", allowed: [canary] }] };
    const source = { dataset: "people", kind: "url", config: { url: "https://example.com/x.csv" } };
    const refused = [
      await editor<Problem>("POST", `${people}/versions/1/uploads`, {}),
      await editor<Problem>("PATCH", `${people}/dictionary`, entry),
      await editor<Problem>("POST", `${root}/sources`, source),
      await editor<Problem>("POST", `${root}/sources/test`, source),
    ];
    for (const { status, text } of refused)
      expect([status, text]).toEqual([403, expect.stringContaining("masked for you")]);
    expect((await owner("POST", `${people}/versions/1/uploads`, {})).status).toBe(201);
    expect((await owner("PATCH", `${people}/dictionary`, entry)).status).toBe(200);
    const other = { columns: [{ name: "size", unit: "m" }] };
    expect((await editor("PATCH", `${people}/dictionary`, other)).status).toBe(200);
    const { body } = await editor<{ sha256: null; dictionary?: unknown }>("GET", `${people}/versions/1`);
    expect(body.sha256).toBeNull();
  });

  test("is kept from models: training leaves it out with a word, and takes no masked target", async () => {
    const { instance, root, owner } = await maskedProject(provider);
    const request = {
      dataset: "people",
      experiment: "e",
      algorithms: [{ algorithm: "decision-tree", max_depth: 3, min_samples_leaf: 1 }],
    };
    const masked = await owner<Problem>("POST", `${root}/jobs`, { ...request, target: "name" });
    expect([masked.status, masked.body.detail]).toEqual([400, expect.stringMatching(/^name is masked/)]);
    expect((await owner("POST", `${root}/jobs`, { ...request, target: "label" })).status).toBe(201);
    const job = await instance.db.job.findFirstOrThrow({ where: { kind: "train" } });
    expect(JSON.parse(job.spec)).toMatchObject({ exclude: ["name", "pay"] });
    const tag = await instance.db.runTag.findFirstOrThrow({ where: { key: "left out, as masked" } });
    expect(tag.value).toBe("name, pay");
  });
});
