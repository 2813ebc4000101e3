import { expect, test } from "vitest";
import type { Dictionary } from "@/lib/datasets/dictionary";
import { onBothDatabases } from "../fresh-db";
import { formOf, projectIn, startInstance } from "../instance";

const text = "id,diameter,speed\n,km,km/s\n1,2.5,3\n2,3.5,4\n";
const options = JSON.stringify({ format: "csv", unitsRow: true });

onBothDatabases("a row of units", (provider) => {
  test("names the units of columns in the dictionary, and changes none that somebody said", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const upload = () => instance.admin("POST", `${root}/datasets`, formOf("a.csv", text, { options }));
    const dictionary = async () =>
      (await instance.admin<{ columns: Dictionary }>("GET", `${root}/datasets/a/dictionary`)).body.columns;
    const first = await upload();
    expect(first.status, first.text).toBe(201);
    expect(await dictionary()).toEqual([
      { name: "diameter", unit: "km" },
      { name: "speed", unit: "km/s" },
    ]);
    const said = { columns: [{ name: "speed", unit: "m/s", role: "weight" }] };
    expect((await instance.admin("PATCH", `${root}/datasets/a/dictionary`, said)).status).toBe(200);
    expect((await upload()).status).toBe(201);
    expect(await dictionary()).toEqual([{ name: "diameter", unit: "km" }, said.columns[0]]);
  });
});
