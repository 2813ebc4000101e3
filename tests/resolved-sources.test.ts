import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { connect } from "@/lib/db/client";
import { directOf } from "@/lib/db/direct";
import { migrate } from "@/lib/db/migrate";
import { bareDb, onBothDatabases } from "./fresh-db";

const files = `runs:/${"a".repeat(32)}/model`;
const logged = `models:/m-${"b".repeat(32)}`;

onBothDatabases("model versions of before", (provider) => {
  test("keep the files that their sources meant; those that name each other in a ring, none", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "perihelion-sources-"));
    mkdirSync(path.join(folder, provider));
    const names = readdirSync(`prisma/migrations/${provider}`).filter(
      (name) => name < "0010" && name.endsWith(".sql"),
    );
    for (const name of names)
      copyFileSync(`prisma/migrations/${provider}/${name}`, path.join(folder, provider, name));
    const { db, address } = await bareDb(provider);
    await migrate(db, provider, folder);

    const sources: Record<string, string> = {
      "run/1": files,
      "logged/1": logged,
      "logged/2": `${logged}/12`,
      "of a run/1": "models:/run/1",
      "of that/12": "models://of a run/01",
      "itself/1": "models:/itself/1",
      "ring/1": "models:/back/1",
      "back/1": "models:/ring/1",
      "into the ring/1": "models:/ring/1",
      "gone/1": "models:/nothing/1",
      "elsewhere/1": "s3://bucket/model",
    };
    const sql = directOf(db);
    await sql.all(`INSERT INTO "Project" ("id", "slug", "name") VALUES ('p', 'p', 'P'), ('q', 'q', 'Q')`);
    for (const name of new Set(Object.keys(sources).map((key) => key.split("/")[0]!)))
      await sql.all(`INSERT INTO "RegisteredModel" ("id", "projectId", "name") VALUES ($1, 'p', $1)`, [name]);
    await sql.all(
      `INSERT INTO "RegisteredModel" ("id", "projectId", "name") VALUES ('other', 'q', 'nothing')`,
    );
    for (const [key, source] of [...Object.entries(sources), ["other/1", files] as const]) {
      const [model, number] = key.split("/");
      await sql.all(
        `INSERT INTO "ModelVersion" ("id", "projectId", "modelId", "number", "source", "createdBy")
         VALUES ($1, $2, $3, $4, $5, 'me')`,
        [key, model === "other" ? "q" : "p", model!, Number(number), source],
      );
    }

    await migrate(db, provider);
    await db.$disconnect();
    const after = connect(address);
    const rows = await after.modelVersion.findMany({ where: { projectId: "p" } });
    expect(Object.fromEntries(rows.map(({ id, resolvedSource }) => [id, resolvedSource]))).toEqual({
      "run/1": files,
      "logged/1": logged,
      "logged/2": `${logged}/12`,
      "of a run/1": files,
      "of that/12": files,
      "itself/1": null,
      "ring/1": null,
      "back/1": null,
      "into the ring/1": null,
      "gone/1": null,
      "elsewhere/1": "s3://bucket/model",
    });
    await after.$disconnect();
    rmSync(folder, { recursive: true });
  });
});
