import { expect, test } from "vitest";
import type { Profile, SampledMatrix } from "@/lib/datasets/profile";
import { onBothDatabases } from "../fresh-db";
import { formOf, projectIn, startInstance } from "../instance";

const rows = Array.from({ length: 90 }, (_, i) => {
  const kind = i % 9 === 0 ? "" : ["low", "mid", "high"][Math.floor(i / 30)];
  return `${i},${(i * 37) % 89},${kind},${i % 4 === 0}`;
});
const text = `n,noise,kind,flag\n${rows.join("\n")}\n`;

onBothDatabases("what is explored of a version", (provider) => {
  test("goes together with a target of any type, and by Kendall's tau", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    await instance.admin("POST", `${root}/datasets`, formOf("neo.csv", text));
    const at = `${root}/datasets/neo/versions/1`;
    const about = async (target: string) =>
      (await instance.admin<Profile>("GET", `${at}/profile?target=${target}`)).body;
    const told = ({ columns }: Profile) =>
      Object.fromEntries(columns.map(({ name, association }) => [name, association?.method]));

    const kinds = await about("kind");
    expect([kinds.target, kinds.against]).toEqual([null, { name: "kind", unlabelled: 10 }]);
    expect(told(kinds)).toEqual({
      n: "correlation ratio",
      noise: "correlation ratio",
      kind: "Cramér’s V",
      flag: "Cramér’s V",
    });
    expect(kinds.columns.find(({ name }) => name === "n")!.association!.value).toBeGreaterThan(0.9);
    expect(kinds.columns.find(({ name }) => name === "kind")!.flag).toBe("target");
    const numbers = await about("n");
    expect(told(numbers)).toMatchObject({ noise: "Pearson", kind: "correlation ratio" });
    // Kept, and told again as it was.
    expect(await about("n")).toEqual(numbers);
    expect((await about("flag")).target).toMatchObject({ name: "flag", class: "true" });

    const kendall = await instance.admin<SampledMatrix>("GET", `${at}/correlation?method=kendall`);
    expect(kendall.body).toMatchObject({ columns: ["n", "noise", "flag"], rows: 90, of: 90 });
    expect(kendall.body.values[0]![0]).toBe(1);
    const phik = await instance.admin<SampledMatrix>("GET", `${at}/correlation?method=phik`);
    expect(phik.body).toMatchObject({ rows: 90, of: 90 });
    const place = (name: string) => phik.body.columns.indexOf(name);
    expect(phik.body.values[place("n")]![place("n")]).toBe(1);
    expect(phik.body.values[place("n")]![place("flag")]).toBeGreaterThanOrEqual(0);
    const other = await instance.admin("GET", `${at}/correlation?method=mine`);
    expect(other.status).toBe(400);
    expect((await instance.admin("GET", `${at}/correlation?method=none`)).status).toBe(400);
    expect((await instance.admin("GET", `${at}/correlation`)).status).toBe(400);
  });
});
