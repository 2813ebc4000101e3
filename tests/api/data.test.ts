import { once } from "node:events";
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fetchCatalogue } from "@/lib/datasets/catalogue";
import { fromArrow } from "@/lib/frame/arrow";
import { nasaFile } from "../data";
import { onBothDatabases, onPostgres } from "../fresh-db";
import { formOf, projectIn, startInstance, type Client } from "../instance";

type Column = { name: string; type: string };
type Made = {
  name: string;
  number: number;
  rows: number;
  sha256: string;
  columns: Column[];
  simulated: boolean;
  detail?: string;
};

async function upload(client: Client, root: string, content: string | Uint8Array, file = "data.csv") {
  return client<Made>("POST", `${root}/datasets`, formOf(file, content));
}
const rowsOf = async (client: Client, root: string, name: string, number = 1) =>
  (
    await client<{ rows: Record<string, unknown>[] }>(
      "GET",
      `${root}/datasets/${name}/versions/${number}/rows`,
    )
  ).body.rows;

onBothDatabases("an uploaded file", (provider) => {
  test.each([
    [
      "leading-dot numbers and scientific notation",
      "a,b\n.0049,1e5\n-.5,-2.5E-3\n",
      ["number", "number"],
      { a: 0.0049, b: 100000 },
    ],
    ["a byte order mark", "\uFEFFa,b\n1,x\n", ["integer", "text"], { a: 1, b: "x" }],
    ["line ends of CR alone", "a,b\r1,2\r3,4\r", ["integer", "integer"], { a: 1, b: 2 }],
    ["semicolons with decimal commas", "a;b\n1,5;x\n-2,25;y\n", ["number", "text"], { a: 1.5, b: "x" }],
    [
      "quotes that hold delimiters and line ends",
      'a,b\n"x, ""y""\nz",2\n',
      ["text", "integer"],
      { a: 'x, "y"\nz', b: 2 },
    ],
    ["identifiers with leading zeros", "id,n\n007,1\n012,2\n", ["text", "integer"], { id: "007", n: 1 }],
    [
      "integers too large for a double",
      "id,n\n9007199254740993,1\n12345678901234567890,2\n",
      ["text", "integer"],
      { id: "9007199254740993", n: 1 },
    ],
    [
      "names given twice or not at all",
      "a,A,\n1,2,3\n",
      ["integer", "integer", "integer"],
      { a: 1, "A (2)": 2, "column 3": 3 },
    ],
    ["missing cells of several kinds", "a,b\n1,NA\n,x\nNaN,\n", ["integer", "text"], { a: 1, b: null }],
    [
      "dates and truth values",
      "d,t\n2017-04-06 08:36:37,True\n1995-01-01,false\n",
      ["date", "boolean"],
      { d: "2017-04-06T08:36:37.000Z", t: true },
    ],
    ["underscores that only look like numbers", "a\n1_000\n2\n", ["text"], { a: "1_000" }],
  ])("with %s gets the right reading", async (_what, content, types, first) => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const made = await upload(instance.admin, root, content);
    expect(made.body.detail ?? "").toBe("");
    expect(made.body.columns.map(({ type }) => type)).toEqual(types);
    expect((await rowsOf(instance.admin, root, "data"))[0]).toEqual(first);
  });

  test.each([
    ["a ragged row", "a,b\n1,2\n3,4,5\n", 400, "Line 3: expected 2 columns, found 3"],
    ["a short row", "a,b\n1,2\n3\n", 400, "Line 3: expected 2 columns, found 1"],
    ["a quote that does not end", 'a,b\n1,"x\n2,3\n', 400, "Line 2: a quoted value does not end"],
    ["no rows", "a,b\n", 400, "There are no rows"],
    ["nothing at all", "", 400, "The file is empty"],
    ["binary content", new Uint8Array([0x41, 0, 1, 2, 255]), 400, "not text"],
    ["half a compressed file", new Uint8Array([0x1f, 0x8b, 8, 0]), 400, "gzip archive is cut off"],
    [
      "10,000 columns",
      `${Array.from({ length: 10_000 }, (_, i) => `c${i}`).join(",")}\n`,
      413,
      "10,000 columns; at most 2,000",
    ],
    [
      "text that is not UTF-8",
      new Uint8Array([...Buffer.from("a,ñ\n1,caf"), 0xe9, 0x0a, ...Buffer.from("2,x\n")]),
      400,
      "not UTF-8",
    ],
  ])("with %s gets a clear error and leaves nothing behind", async (_what, content, status, sentence) => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const made = await upload(instance.admin, root, content);
    expect(made.body.detail).toContain(sentence);
    expect(made.status).toBe(status);
    expect((await instance.admin<{ datasets: unknown[] }>("GET", `${root}/datasets`)).body.datasets).toEqual(
      [],
    );
  });

  test("that claims to be Parquet and is not gets a clear error", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    expect((await upload(instance.admin, root, "PAR\0", "x.parquet")).body.detail).toBe(
      "The file is not Parquet, or it is damaged.",
    );
  });

  test("may be NDJSON, with keys that come and go", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    await upload(instance.admin, root, '{"a":1,"b":"x"}\n{"a":2.5,"c":true}\n', "data.ndjson");
    expect(await rowsOf(instance.admin, root, "data")).toEqual([
      { a: 1, b: "x", c: null },
      { a: 2.5, b: null, c: true },
    ]);
  });

  test("has a note with its version: what was missing, and which columns were kept as text", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const made = await upload(instance.admin, root, 'n,day,x\n"1,234",01/02/2020,1\n"5,678",,NA\n');
    const importNote = {
      columns: [
        { column: "n", missing: {}, kept: { why: "thousands", example: "1,234" } },
        { column: "day", missing: { "": 1 }, kept: { why: "day or month", example: "01/02/2020" } },
        { column: "x", missing: { NA: 1 } },
      ],
    };
    expect(made.body).toMatchObject({ importNote });
    const version = await instance.admin("GET", `${root}/datasets/data/versions/1`);
    expect(version.body).toMatchObject({ importNote });
    await upload(instance.admin, root, "a\n1\n", "plain.csv");
    expect((await instance.admin("GET", `${root}/datasets/plain/versions/1`)).body).toMatchObject({
      importNote: null,
    });
  });

  test("that is uploaded twice makes a second version and is stored once", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const [first, second] = [
      await upload(instance.admin, root, "a\n1\n"),
      await upload(instance.admin, root, "a\n1\n"),
    ];
    expect([first.body.number, second.body.number]).toEqual([1, 2]);
    expect(second.body.sha256).toBe(first.body.sha256);
  });
});

onBothDatabases("data", (provider) => {
  test("the NEO sample has the real file's shape, is labelled simulated, repeats with its seed", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const make = (name: string, seed: number) =>
      instance.admin<Made>("POST", `${root}/datasets`, { sample: "neo", name, seed });
    const [one, same, other] = [await make("one", 1), await make("same", 1), await make("other", 2)];
    expect([one.body.rows, one.body.columns.length, one.body.simulated]).toEqual([4_687, 40, true]);
    expect(same.body.sha256).toBe(one.body.sha256);
    expect(other.body.sha256).not.toBe(one.body.sha256);
    const prepared = await instance.admin<{ name: string; number: number }>(
      "POST",
      `${root}/datasets/one/versions/1/recipes`,
      { steps: [{ kind: "drop", columns: ["Equinox"] }] },
    );
    expect(
      (await instance.admin<Made>("GET", `${root}/datasets/one/versions/${prepared.body.number}`)).body
        .simulated,
    ).toBe(true);
  });

  test.skipIf(!nasaFile)("the profile of the real file finds what is wrong with it", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const made = await upload(instance.admin, root, readFileSync(nasaFile!), "nasa.csv");
    expect(made.status, made.text).toBe(201);
    const { body } = await instance.admin<{
      target: { name: string };
      columns: { name: string; flag: string | null }[];
      findings: { kind: string; title: string; columns: string[] }[];
    }>("GET", `${root}/datasets/nasa/versions/1/profile`);
    expect(body.target.name).toBe("Hazardous");
    const found = Object.fromEntries(
      body.findings.map(({ kind, title, columns }) => [kind, { title, columns }]),
    );
    expect(found["unit-copy"]?.columns).toHaveLength(12);
    expect(found["repeated-entity"]?.title).toBe("995 rows repeat another’s Neo Reference ID");
    expect(found.constant?.columns.sort()).toEqual(["Equinox", "Orbiting Body"]);
    expect(found.identifier?.columns.sort()).toEqual(["Name", "Neo Reference ID", "Orbit ID"]);
    expect(found["monotone-copy"]?.columns).toContain("Epoch Date Close Approach");
    expect(found.imbalance?.title).toContain("16.1 %");
  });

  test("categories are set against each other by Cramér's V, truth values by both ways", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const rows = Array.from(
      { length: 60 },
      (_, i) => `${["red", "green", "blue"][i % 3]},${["warm", "cold", "cold"][i % 3]},${i},${i % 3 === 0}`,
    );
    await upload(instance.admin, root, `colour,feel,n,hot\n${rows.join("\n")}\n`);
    const { body } = await instance.admin<{
      correlations: Record<string, { columns: string[]; values: number[][] }>;
    }>("GET", `${root}/datasets/data/versions/1/profile`);
    const { cramersV, pearson } = body.correlations;
    expect(cramersV!.columns.toSorted()).toEqual(["colour", "feel", "hot"]);
    expect(cramersV!.values.flat().every((value) => Math.abs(value - 1) < 1e-12)).toBe(true);
    expect(pearson!.columns.toSorted()).toEqual(["hot", "n"]);
  });

  test.skipIf(!nasaFile)(
    "a split by Neo Reference ID keeps every asteroid on one side, and the same recipe gives the same hash",
    async () => {
      const instance = await startInstance(provider);
      const root = await projectIn(instance);
      await upload(instance.admin, root, readFileSync(nasaFile!), "nasa.csv");
      const steps = [
        { kind: "drop", columns: ["Equinox", "Orbiting Body"] },
        { kind: "days-since", column: "Orbit Determination Date", date: "2018-01-01", name: "orbit age" },
        {
          kind: "derive",
          name: "size",
          formula: 'log("Est Dia in KM(max)") * 2 + if("Absolute Magnitude" < 22, 1, 0)',
        },
        { kind: "filter", formula: '"Absolute Magnitude" <= 30 and not is_missing(size)' },
        { kind: "deduplicate", columns: [] },
        {
          kind: "split",
          how: "grouped",
          group: "Neo Reference ID",
          stratify: "Hazardous",
          test: 0.1,
          seed: 42,
        },
        { kind: "missing", columns: ["size"], how: "median" },
      ];
      const run = () => instance.admin<Made>("POST", `${root}/datasets/nasa/versions/1/recipes`, { steps });
      const [first, second] = [await run(), await run()];
      expect(second.body.sha256).toBe(first.body.sha256);
      const { body } = await instance.admin<{ rows: Record<string, number>[] }>("POST", `${root}/sql`, {
        sql: `select count(*) filter (n > 1) as leaking,
                (select count(*) from dataset('nasa@v2') where split = 'test') as test,
                (select count(*) from dataset('nasa@v2')) as rows
              from (select count(distinct split) as n from dataset('nasa@v2') group by "Neo Reference ID")`,
      });
      expect(body.rows[0]!.leaking).toBe(0);
      expect(body.rows[0]!.test! / body.rows[0]!.rows!).toBeCloseTo(0.1, 2);
    },
  );

  test("a step that asks for what is not there says which step and why, and saves nothing", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    await upload(instance.admin, root, "a,b\n1,x\n2,y\n");
    const run = (...steps: object[]) =>
      instance.admin<{ detail: string }>("POST", `${root}/datasets/data/versions/1/recipes`, { steps });
    expect((await run({ kind: "drop", columns: ["zzz"] })).body.detail).toBe(
      "Step 1 (drop): There is no column zzz.",
    );
    expect((await run({ kind: "filter", formula: "a + " })).body.detail).toContain(
      "Formula, character 5: expected a value or a column, found its end",
    );
    expect((await run({ kind: "filter", formula: "a > 1); drop table x" })).body.detail).toContain("Formula");
    expect((await run({ kind: "missing", columns: ["b"], how: "mean" })).body.detail).toContain(
      "b holds no numbers",
    );
    expect((await run({ kind: "type", column: "a", typo: 1 })).status).toBe(400);
    expect(
      (await instance.admin<{ versions: unknown[] }>("GET", `${root}/datasets/data/versions`)).body.versions,
    ).toHaveLength(1);
  });

  test("a query reads the project's datasets and nothing else of the machine", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    await upload(instance.admin, root, "a\n1\n2\n");
    const ask = (sql: string) =>
      instance.admin<{ rows: { n: number }[]; detail: string }>("POST", `${root}/sql`, { sql });
    expect((await ask("select sum(a)::int as n from dataset('data@v1')")).body.rows).toEqual([{ n: 3 }]);
    for (const sql of [
      "select * from read_text('/etc/passwd')",
      "copy (select 1) to 'out.csv'",
      "select 1; select 2",
      "set memory_limit = '100GB'",
      "install httpfs",
      "select * from dataset('nothing')",
      "attach 'x.db'",
      "selec",
    ]) {
      const { status, body } = await ask(sql);
      expect([400, 404], `${sql}: ${body.detail}`).toContain(status);
    }
  });
});

onPostgres("uploads at the same moment", () => {
  test("to one name become versions of one dataset", async () => {
    const instance = await startInstance("postgresql");
    const root = await projectIn(instance);
    const made = await Promise.all(
      [1, 2, 3, 4].map((value) => upload(instance.admin, root, `a\n${value}\n`)),
    );
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(made.map(({ body }) => body.number).sort()).toEqual([1, 2, 3, 4]);
  });
});

test("JPL's catalogue is read page by page, identifiers digit for digit", async () => {
  const server = createServer((request, response) => {
    const from = Number(new URL(request.url!, "http://x").searchParams.get("limit-from"));
    const data = Array.from({ length: from === 0 ? 2_000 : 5 }, (_, i) => [
      `2000${String(from + i).padStart(4, "0")}`,
      " (2010 AB)",
      "21.4",
      null,
      i % 2 ? "Y" : "N",
    ]);
    response.end(
      JSON.stringify({
        signature: { version: "1.0" },
        fields: ["spkid", "full_name", "H", "diameter", "pha"],
        data,
        count: 2_005,
      }),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/sbdb_query.api`;
  const frame = await fetchCatalogue(url, 10_000);
  expect(frame.rows).toBe(2_005);
  expect(frame.columns.map(({ type }) => type)).toEqual(["text", "text", "number", "number", "boolean"]);
  expect(frame.columns[0]).toMatchObject({ categories: expect.arrayContaining(["20002004"]) as string[] });
  server.close();
  await expect(fetchCatalogue(url, 10)).rejects.toThrow("This machine cannot reach 127.0.0.1");
});

onBothDatabases("a table that a notebook asks for", (provider) => {
  test("comes with all its rows, or is refused with their number", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    await upload(instance.admin, root, `n\n${Array.from({ length: 70_000 }, (_, i) => i).join("\n")}\n`);
    const arrow = { accept: "application/vnd.apache.arrow.stream" };
    const ask = async (method: string, address: string, body?: object) => {
      const response = await fetch(instance.url + root + address, {
        method,
        headers: {
          ...arrow,
          authorization: `Bearer ${instance.adminToken}`,
          ...(body ? { "content-type": "application/json" } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const bytes = new Uint8Array(await response.arrayBuffer());
      const thinned = response.headers.get("x-thinned-from");
      return { status: response.status, bytes, thinned, text: new TextDecoder().decode(bytes) };
    };
    const whole = await ask("GET", "/datasets/data/versions/1/arrow");
    expect([fromArrow(whole.bytes).rows, whole.thinned]).toEqual([70_000, null]);
    const thinned = await ask("GET", "/datasets/data/versions/1/arrow?limit=1000");
    expect(fromArrow(thinned.bytes).rows).toBeLessThanOrEqual(1_000);
    expect(thinned.thinned).toBe("70000");
    const all = await ask("POST", "/sql", { sql: "select n, n + 1 as m from dataset('data')" });
    expect(fromArrow(all.bytes).rows).toBe(70_000);
    const refused = await ask("POST", "/sql", {
      sql: "select n, n * 1000 + m as k from dataset('data'), range(200) r(m)",
    });
    expect(refused.status).toBe(413);
    expect(refused.text).toContain("The answer has 14,000,000 rows of 2 columns; a notebook takes at most");
    const sums = await instance.admin<{ rows: Record<string, unknown>[] }>("POST", `${root}/sql`, {
      sql: "select sum(n) as s, count(*) as c, 9007199254740993 as big, avg(n) as a from dataset('data')",
    });
    expect(sums.body.rows).toEqual([{ s: 2_449_965_000, c: 70_000, big: "9007199254740993", a: 34_999.5 }]);
    const { body } = await instance.admin<{ rows: unknown[]; truncated: boolean }>("POST", `${root}/sql`, {
      sql: "select n from dataset('data')",
    });
    expect([body.rows.length, body.truncated]).toEqual([50_000, true]);
  });
});
