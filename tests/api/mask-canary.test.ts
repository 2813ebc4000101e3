import { gunzipSync, inflateRawSync, zstdDecompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { decodedTable } from "../decoded-table";
import { eventually, type Client } from "../instance";
import { canary, canaryNumber, maskedProject, peopleCsv } from "../masked-project";
import { formOf } from "../instance";
import { outputOf } from "../notebook-outputs";

/** Forms in which the canary could stand somewhere. */
const forms = [canary, String(canaryNumber), "7319482"].flatMap((text) => [
  Buffer.from(text),
  Buffer.from(Buffer.from(text).toString("hex")),
  // whichever of the three places of base64 it begins at, its middle is the same
  ...[0, 1, 2].map((shift) => {
    const coded = Buffer.from("x".repeat(shift) + text).toString("base64");
    return Buffer.from(coded.slice(4, Math.floor((text.length + shift) / 3) * 4));
  }),
]);
const number = Buffer.alloc(8);
number.writeDoubleLE(canaryNumber);
forms.push(number);

/** Everything that could be read of an answer: its bytes, and each packed part of them unpacked. */
function readings(bytes: Buffer): Buffer[] {
  const all = [bytes];
  const tries: [Buffer, (part: Buffer) => Buffer][] = [
    [Buffer.from([0x1f, 0x8b]), gunzipSync],
    [Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), zstdDecompressSync],
  ];
  for (const [magic, open] of tries)
    for (let at = bytes.indexOf(magic); at !== -1; at = bytes.indexOf(magic, at + 1))
      try {
        all.push(open(bytes.subarray(at)));
      } catch {
        continue;
      }
  for (let at = bytes.indexOf("PK\u0003\u0004"); at !== -1; at = bytes.indexOf("PK\u0003\u0004", at + 1))
    try {
      const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
      all.push(inflateRawSync(bytes.subarray(start)));
    } catch {
      continue;
    }
  return all;
}

function holds(bytes: Buffer): boolean {
  return readings(bytes).some((part) => forms.some((form) => part.includes(form)));
}

/** A notebook whose cells showed an owner the canary: one says what it read, the other does not know. */
async function notebookShowing(owner: Client, root: string): Promise<string> {
  const { body } = await owner<{ id: string }>("POST", `${root}/notebooks`, { title: "Pay" });
  const at = `${root}/notebooks/${body.id}`;
  const cells = [1, 2].map((id) => ({ id, mode: "ts", source: "show()" }));
  await owner("PUT", at, { title: "Pay", cells, revision: 1 });
  for (const [cell, reads] of [
    [1, [{ name: "people", number: 1 }]],
    [2, null],
  ] as const) {
    const parts = [{ kind: "text" as const, text: `${canary} earns ${canaryNumber}`, cut: 0 }];
    const kept = await owner("PUT", `${at}/outputs`, { outputs: [outputOf(cell, { parts })], reads });
    expect([kept.status, kept.body]).toEqual([200, expect.objectContaining({ stored: 1 })]);
  }
  const shown = await owner<{ outputs: { parts: object[] }[] }>("GET", `${at}/outputs`);
  expect(shown.body.outputs.map(({ parts }) => parts.length)).toEqual([1, 1]);
  return body.id;
}

onBothDatabases("what is masked", (provider) => {
  test("stands in no answer to a viewer or an editor, whatever the address", async () => {
    const { instance, root, owner, make } = await maskedProject(provider, { workers: 1 });
    const { db } = instance;
    const derived = [
      { name: "copies", steps: [{ kind: "rename", from: "name", to: "who" }] },
      { name: "lengths", steps: [{ kind: "derive", name: "both", formula: "concat(name, '!')" }] },
      { name: "coded", steps: [{ kind: "encode", columns: ["name"], how: "one-hot" }] },
      {
        name: "wide",
        steps: [{ kind: "pivot", by: ["town"], column: "name", value: "size", how: "sum" }],
      },
      {
        name: "mapped",
        steps: [{ kind: "map-values", column: "name", pairs: [[canary, "somebody"]] }],
      },
      { name: "found", steps: [{ kind: "filter", formula: `name != '${canary}'` }] },
      {
        name: "filled",
        steps: [{ kind: "missing", columns: ["pay"], how: "value", value: canaryNumber }],
      },
    ];
    for (const { name, steps } of derived) {
      const made = await make(steps, name);
      expect([name, made.status, made.text.slice(0, 300)]).toEqual([name, 201, expect.anything()]);
    }
    await owner("PUT", `${root}/datasets/people/dictionary`, {
      columns: [
        { name: "name", allowed: [canary], description: canary },
        { name: "id", role: "id" },
        { name: "pay", most: 100 },
      ],
    });
    await owner("POST", `${root}/datasets`, formOf("people.csv", peopleCsv(41)));
    const failing = await owner<{ job: string }>(
      "POST",
      `${root}/datasets/people/versions/1/recipes`,
      { steps: [{ kind: "type", column: "name", type: "integer" }], name: "broken" },
      { prefer: "respond-async" },
    );
    const trained = await owner<{ runs: { run: string; job: string }[] }>("POST", `${root}/jobs`, {
      experiment: "e",
      dataset: "people",
      version: 1,
      target: "label",
      algorithms: [{ algorithm: "decision-tree", max_depth: 3, min_samples_leaf: 1 }],
    });
    const notebook = await notebookShowing(owner, root);
    const jobs = [failing.body.job, ...(trained.body.runs ?? []).map(({ job }) => job)];
    const open = { status: { in: ["QUEUED", "RUNNING"] } };
    await eventually(async () => (await db.job.count({ where: open })) === 0);
    const runs = await db.run.findMany({ select: { uid: true, status: true } });
    expect([trained.status, runs.map(({ status }) => status)]).toEqual([201, ["FINISHED"]]);
    const artifacts = await db.runArtifact.findMany({ select: { path: true } });

    const names = ["people", ...derived.map(({ name }) => name)];
    const addresses = instance.declarations
      .filter(({ method, url }) => method === "GET" && !url.endsWith("/events"))
      .flatMap(({ url }) =>
        names.flatMap((name) =>
          (name === "people" ? [1, 2] : [1]).flatMap((version) =>
            url
              .replace(":projectSlug", "neo")
              .replace(":number", String(version))
              .replaceAll(/:name\b/g, name)
              .replace(":runUid", runs[0]!.uid)
              .replace(":notebookId", notebook)
              .replaceAll(/:\w+/g, "1"),
          ),
        ),
      );
    const more = [
      ...jobs.flatMap((job) => [`${root}/jobs/${job}`, `${root}/jobs/${job}/log?limit=100000`]),
      ...artifacts.map(({ path }) => `${root}/runs/${runs[0]!.uid}/artifacts/${path}`),
      ...names.flatMap((name) => [
        `${root}/datasets/${name}/versions/1/rows?limit=100`,
        `${root}/datasets/${name}/versions/1/download?format=csv`,
        `${root}/datasets/${name}/versions/1/download?format=parquet`,
        `${root}/datasets/${name}/versions/1/report?format=html`,
        `${root}/datasets/${name}/versions/1/column?column=name`,
        `${root}/datasets/${name}/versions/1/column?column=pay&target=label`,
        `${root}/datasets/${name}/versions/1/checks/rows?column=id&kind=unique`,
        ...["json", "sql", "pandas", "typescript"].map(
          (format) => `${root}/datasets/${name}/versions/1/recipe?format=${format}`,
        ),
      ]),
      `${root}/datasets/people/compare?before=1&after=2`,
      `${root}/datasets/people/compare/columns?before=1&after=2`,
      `${root}/datasets/people/compare/rows?before=1&after=2&key=${encodeURIComponent('["id"]')}`,
    ];
    const wanted = [...new Set([...addresses, ...more])];
    const body = JSON.stringify({ sql: "FROM dataset('people')" });
    const queries = ["application/json", "application/vnd.apache.arrow.stream"].map((accept) => {
      const headers = { "content-type": "application/json", accept };
      return [accept, { method: "POST", headers, body }] as const;
    });
    const read = async (token: string, address: string, asked: RequestInit = {}) => {
      const headers = { authorization: `Bearer ${token}`, ...asked.headers };
      const response = await fetch(instance.url + address, { ...asked, headers });
      const bytes = Buffer.from(await response.arrayBuffer());
      const table = await decodedTable(bytes, response.headers.get("content-type"));
      if (table) tables[table.format].push(table.texts.some((text) => holds(Buffer.from(text))));
      return { status: response.status, bytes };
    };
    // whether each table that was read, column by column, holds the canary
    const tables = { arrow: [] as boolean[], parquet: [] as boolean[] };
    const seen = { owner: 0, viewer: 0 };
    const found: string[] = [];
    for (const role of ["VIEWER", "EDITOR"] as const) {
      const person = await instance.person(role, { slug: "neo", role });
      for (const address of wanted) {
        const { status, bytes } = await read(person.token, address);
        if (status >= 500 && status !== 501) found.push(`${status} ${address}`);
        if (status === 200) seen.viewer++;
        if (holds(bytes)) found.push(`${role} ${address}`);
      }
      for (const [name, asked] of queries) {
        const { status, bytes } = await read(person.token, `${root}/sql`, asked);
        expect([name, status, holds(bytes)]).toEqual([name, 200, false]);
      }
    }
    for (const format of ["arrow", "parquet"] as const) {
      expect([format, tables[format].filter(Boolean)]).toEqual([format, []]);
      expect(tables[format].length, format).toBeGreaterThan(10);
      tables[format].length = 0;
    }
    for (const address of wanted) if (holds((await read(instance.adminToken, address)).bytes)) seen.owner++;
    for (const [, asked] of queries) await read(instance.adminToken, `${root}/sql`, asked);
    for (const format of ["arrow", "parquet"] as const)
      expect(tables[format].filter(Boolean).length, format).toBeGreaterThan(5);
    // the owner meets it all over, so that the test would
    expect(seen.owner).toBeGreaterThan(40);
    expect(seen.viewer).toBeGreaterThan(200);
  }, 240_000);
});
