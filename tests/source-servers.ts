import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Client as PgClient } from "pg";
import { inject, onTestFinished } from "vitest";
import { eventually } from "./eventually";
import type { Client, Instance } from "./instance";

/** The password of every source in tests, looked for wherever it must not be. */
export const canary = "canary-4f1d-hunter2";

/** A PostgreSQL database with a user of its own that a source signs in as. */
export async function postgresSource() {
  const url = new URL(inject("postgresUrl")!);
  const name = `s_${randomUUID().replaceAll("-", "")}`;
  const root = new PgClient(url.href);
  await root.connect();
  await root.query(`CREATE DATABASE ${name}`);
  await root.query(`CREATE USER u_${name} PASSWORD '${canary}'`);
  await root.query(`GRANT ALL ON DATABASE ${name} TO u_${name}`);
  const db = new PgClient(url.href.replace(/postgres$/, name));
  await db.connect();
  await db.query(`GRANT ALL ON SCHEMA public TO u_${name}`);
  onTestFinished(async () => {
    await db.end();
    await root.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await root.query(`DROP USER u_${name}`);
    await root.end();
  });
  const config = (query: string) => ({
    host: "127.0.0.1",
    port: Number(url.port),
    database: name,
    user: `u_${name}`,
    tls: "off",
    query,
  });
  const sql = async (text: string) => {
    await db.query(text);
    await db.query(`GRANT ALL ON ALL TABLES IN SCHEMA public TO u_${name}`);
  };
  return { config, sql, db, secret: { password: canary } };
}

/** A web server of the test's own that notes what it was asked. */
export async function webSource(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ url: string; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

type Job = { status: string; error: string | null; report: string | null };
export type Refresh = {
  outcome: string;
  number: number | null;
  rows: number | null;
  changes: Record<string, unknown> | null;
  error: string | null;
  resultHash: string | null;
  query: string | null;
};

/** Refreshes a dataset from its source; the job when it has ended, and what it found. */
export async function refreshed(
  client: Client,
  root: string,
  dataset: string,
): Promise<{ job: Job; found: Refresh }> {
  const source = `${root}/datasets/${encodeURIComponent(dataset)}/source`;
  const started = await client<{ job: string }>("POST", `${source}/refresh`);
  if (started.status !== 202) throw new Error(started.text);
  const job = await eventually(
    async () => (await client<Job>("GET", `${root}/jobs/${started.body.job}`)).body,
    {
      for: "the refresh to end",
      within: 60_000,
      until: ({ status }) => !["QUEUED", "RUNNING"].includes(status),
    },
  );
  const list = await client<{ refreshes: Refresh[] }>("GET", `${source}/refreshes`);
  return { job, found: list.body.refreshes[0]! };
}

/** All rows of a version. */
export async function rowsIn(client: Client, root: string, dataset: string, number: number) {
  type Page = { rows: Record<string, unknown>[]; columns: { name: string; type: string }[] };
  const { body } = await client<Page>(
    "GET",
    `${root}/datasets/${dataset}/versions/${number}/rows?limit=1000`,
  );
  return { rows: body.rows, types: Object.fromEntries(body.columns.map(({ name, type }) => [name, type])) };
}

/** How an instance is started whose sources may reach this machine. */
export const withPrivateTargets = { workers: 1, env: { PERIHELION_ALLOW_PRIVATE_TARGETS: "true" } };
export type { Instance };
