import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { projectIn, startInstance } from "../instance";

/** A form of several files, in the order given. */
function formOfFiles(files: readonly (readonly [name: string, text: string])[], options?: object): FormData {
  const form = new FormData();
  if (options) form.append("options", JSON.stringify(options));
  for (const [name, text] of files) form.append("file", new Blob([text]), name);
  return form;
}

onBothDatabases("several files in one upload", (provider) => {
  test("become one table in order, columns found by name, rows told by file in each format", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const rowsOf = async (name: string) =>
      (await instance.admin("GET", `${root}/datasets/${name}/versions/1/rows`)).body.rows as unknown;
    const csv = [
      ["b.csv", "id,city\n1,Lugo\n"],
      ["a.csv", "mass,id\n5,2\n"],
    ] as const;
    const options = { format: "csv", fileColumn: "file" };
    const made = await instance.admin("POST", `${root}/datasets`, formOfFiles(csv, options));
    expect([made.status, made.body.name]).toEqual([201, "b"]);
    expect(made.body.importNote).toMatchObject({
      file: [
        "2 files read as one table, as they were given: b.csv, a.csv",
        "Columns of the files are found by their names",
        "b.csv lacks mass: missing in its rows",
        "a.csv lacks city: missing in its rows",
        "Rows by file: b.csv 1, a.csv 1",
      ],
    });
    expect(await rowsOf("b")).toEqual([
      { id: 1, city: "Lugo", mass: null, file: "b.csv" },
      { id: 2, city: null, mass: 5, file: "a.csv" },
    ]);
    const lines = [
      ["2.ndjson", '{"id":2}\n'],
      ["1.ndjson", '{"id":1,"x":"y"}\n'],
    ] as const;
    await instance.admin("POST", `${root}/datasets`, formOfFiles(lines));
    expect(await rowsOf("2")).toEqual([
      { id: 2, x: null },
      { id: 1, x: "y" },
    ]);
    const json = [
      ["d.json", '[{"id":3}]'],
      ["c.json", '[{"id":4,"x":true}]'],
    ] as const;
    for (const [files, format, rows] of [
      [
        lines,
        "ndjson",
        [
          { id: 2, x: null, from: "2.ndjson" },
          { id: 1, x: "y", from: "1.ndjson" },
        ],
      ],
      [
        json,
        "json",
        [
          { id: 3, x: null, from: "d.json" },
          { id: 4, x: true, from: "c.json" },
        ],
      ],
    ] as const) {
      const sent = await instance.admin("POST", `${root}/uploads`, formOfFiles(files));
      const upload = `${root}/uploads/${sent.body.upload}`;
      const named = { options: { format, fileColumn: "from" } };
      const looked = await instance.admin("POST", `${upload}/preview`, named);
      expect(looked.body).toMatchObject({ problem: null, sample: rows, used: named.options });
      await instance.admin("POST", `${upload}/import`, { ...named, name: format });
      expect(await rowsOf(format)).toEqual(rows);
      // the next files of the dataset are read as these were
      const next = await instance.admin("POST", `${root}/uploads`, formOfFiles(files.toReversed()));
      const again = { name: format };
      const later = await instance.admin("POST", `${root}/uploads/${next.body.upload}/import`, again);
      expect([later.status, later.body.number]).toEqual([201, 2]);
      const second = await instance.admin("GET", `${root}/datasets/${format}/versions/2/rows`);
      expect(second.body.rows).toMatchObject(rows.toReversed().map(({ id, from }) => ({ id, from })));
    }
  });

  test("are looked at as one before they are imported", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const sent = await instance.admin(
      "POST",
      `${root}/uploads`,
      formOfFiles([
        ["x.csv", "d\n01/02/2020\n"],
        ["y.csv", "d\n03/04/2020\n"],
      ]),
    );
    expect(sent).toMatchObject({ status: 201, body: { fileName: "x.zip", name: "x" } });
    const looked = await instance.admin("POST", `${root}/uploads/${sent.body.upload}/preview`, {});
    expect(looked.body).toMatchObject({ problem: null, rows: 2, questions: [{ column: "d" }] });
  });

  test("are refused where they are of several formats, called alike, or too many", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const post = async (at: string, files: readonly (readonly [string, string])[]) => {
      const { status, body } = await instance.admin("POST", `${root}/${at}`, formOfFiles(files));
      return `${status} ${body.detail}`;
    };
    const one = ["a.csv", "id\n1\n"] as const;
    expect(await post("datasets", [one, ["b.json", '[{"id":1}]']])).toMatch(/^400 .*several formats/);
    expect(await post("datasets", [one, one])).toMatch("400 Two files are called a.csv");
    const many = Array.from({ length: 101 }, (_, i) => [`${i}.csv`, "id\n1\n"] as const);
    expect(await post("datasets", many)).toMatch("400 At most 100 files are taken at once; there are more.");
    expect((await instance.admin("GET", `${root}/datasets`)).body.datasets).toEqual([]);
  });
});
