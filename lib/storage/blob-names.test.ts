import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { directOf } from "@/lib/db/direct";
import { freshDb, onBothDatabases } from "@/tests/fresh-db";
import { blobColumns, namedAnywhere, namedInColumns, namesAfter, textColumns } from "./blob-names";

/** Columns that only sound as if they named a file. A new one goes here or into the lists, never nowhere. */
const notBlobs = [
  "ApiToken.hash",
  "Invitation.hash",
  "PasswordLink.hash",
  "IdempotencyKey.requestHash",
  "User.passwordHash",
  "Job.tokenHash",
  "SourceRefresh.resultHash",
  "NotebookOutput.hash",
];

test("every column that may name a file is said to, so that nothing in use is ever removed", () => {
  const schema = readFileSync("prisma/schema.prisma", "utf8");
  const suspects = [...schema.matchAll(/^model (\w+) \{([^}]*)\}/gm)].flatMap(([, table, body]) =>
    [...body!.matchAll(/^\s+(\w*(?:sha256|Sha256|[hH]ash|blob|Blob|spec|report))\s+String/gm)].map(
      ([, column]) => `${table}.${column}`,
    ),
  );
  const said = [...blobColumns, ...textColumns].map(({ table, column }) => `${table}.${column}`);
  expect(suspects.length).toBeGreaterThan(8);
  expect(suspects.filter((name) => !said.includes(name) && !notBlobs.includes(name))).toEqual([]);
});

const sha = (digit: string) => digit.repeat(64);

onBothDatabases("names of files", (provider) => {
  test("are found in every column that holds them, and inside of jobs that have not ended", async () => {
    const db = await freshDb(provider);
    const sql = directOf(db);
    const project = await db.project.create({ data: { slug: "p", name: "P" } });
    await db.dataset.create({
      data: {
        projectId: project.id,
        name: "d",
        versions: {
          create: {
            projectId: project.id,
            number: 1,
            sha256: sha("1"),
            sourceHash: sha("2"),
            bytes: 1,
            rows: 1,
            columns: "[]",
            origin: "upload",
            source: "d.csv",
            createdBy: "me",
          },
        },
      },
    });
    await db.datasetProfile.create({ data: { versionId: "v", target: "", sha256: sha("3") } });
    await db.loggedModelArtifact.create({ data: { modelId: "m", path: "a", sha256: sha("4"), bytes: 1 } });
    const experiment = await db.experiment.create({
      data: { projectId: project.id, number: 0, name: "Default" },
    });
    await db.run.create({
      data: {
        uid: "r",
        projectId: project.id,
        experimentId: experiment.id,
        name: "r",
        status: "FINISHED",
        createdBy: "me",
        startTime: 0,
        artifacts: { create: { path: "a", sha256: sha("5"), bytes: 1 } },
      },
    });
    const edge = { projectId: project.id, how: "upload" };
    await db.lineageEdge.create({
      data: { ...edge, fromKind: "file", fromId: sha("6"), toKind: "dataset", toId: sha("7") },
    });
    const job = { projectId: project.id, kind: "import-file", title: "t", status: "QUEUED", createdBy: "me" };
    for (let i = 0; i < 450; i++) await db.job.create({ data: { ...job, spec: "{}" } });
    await db.job.create({ data: { ...job, spec: JSON.stringify({ sha256: sha("8") }) } });
    for (const status of ["FINISHED", "FAILED", "KILLED"])
      await db.job.create({ data: { ...job, status, spec: JSON.stringify({ sha256: sha("9") }) } });

    const all = [..."0123456789"].map(sha);
    expect([...(await namedInColumns(sql, all))].sort()).toEqual(["1", "2", "3", "4", "5", "6"].map(sha));
    expect([...(await namedAnywhere(sql, all))].sort()).toEqual(["1", "2", "3", "4", "5", "6", "8"].map(sha));
    expect(await namesAfter(sql, { table: "RunArtifact", column: "sha256" }, "", 10)).toEqual([sha("5")]);
    expect(await namesAfter(sql, { table: "LineageEdge", column: "toId" }, "", 10)).toEqual([]);
  });
});
