export { eventually } from "./eventually";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { hashOfSecret } from "@/lib/auth/secrets";
import { setUp } from "@/lib/auth/setup";
import { openVault, vaultKeys } from "@/lib/auth/vault";
import { configOf } from "@/lib/config";
import type { Provider } from "@/lib/db/client";
import { folderStorage } from "@/lib/storage/folder";
import type { Role } from "@/lib/auth/permissions";
import { createApp } from "@/server/app";
import { processEngine } from "@/server/data-process";
import { processProber } from "@/server/probe-process";
import { processScorer } from "@/server/scoring-process";
import { startWorkers } from "@/server/workers";
import { freshDb } from "./fresh-db";

export type Answer<Body = Record<string, unknown>> = {
  status: number;
  body: Body;
  headers: Headers;
  text: string;
};
export type Client = <Body = Record<string, unknown>>(
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer<Body>>;

/**
 * A whole server on a database of the test's own, spoken to over HTTP. Pages are Next's and not part of it.
 */
export async function startInstance(
  provider: Provider,
  { workers = 0, env = {} }: { workers?: number; env?: Record<string, string> } = {},
) {
  const db = await freshDb(provider);
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-instance-"));
  const engine = processEngine(path.join(folder, "scratch"));
  const scorer = processScorer(path.join(folder, "scoring"));
  const prober = processProber(path.join(folder, "probes"));
  const vault = openVault(vaultKeys(null, folder));
  const config = configOf({ PERIHELION_DATA: folder, PORT: "0", HOST: "127.0.0.1", ...env });
  const workerToken = `work_${randomUUID()}`;
  const storage = folderStorage(path.join(folder, "blobs"));
  const { server, declarations, sockets, open, kernels } = createApp(
    { config, db, storage, engine, scorer, prober, vault, workerToken, now: () => new Date() },
    (_request, response) => response.writeHead(404).end("a page"),
  );
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  const crew = startWorkers({ count: workers, server: url, token: workerToken, name: "test" });
  onTestFinished(async () => {
    crew.stop();
    engine.stop();
    scorer.stop();
    prober.stop();
    server.server.closeAllConnections();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const clientOf =
    (token: string | null): Client =>
    async (method, route, body, headers = {}) => {
      const isForm = body instanceof FormData || body instanceof Uint8Array;
      const response = await fetch(url + route, {
        method,
        headers: {
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(body !== undefined && !isForm ? { "content-type": "application/json" } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isForm ? (body as BodyInit) : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: jsonOf(text) as never };
    };

  const adminToken = `peri_${randomUUID()}`;
  await setUp(db, {
    name: "Inés Carvajal",
    email: "ines@example.com",
    password: "correct horse",
    token: adminToken,
  });
  const admin = clientOf(adminToken);

  /** A new person, in a project with a role or in none, as a client that carries their token. */
  async function person(
    name: string,
    membership?: { slug: string; role: Role },
  ): Promise<Client & { id: string; token: string }> {
    const token = `peri_${randomUUID()}`;
    const user = await db.user.create({
      data: {
        name,
        email: `${randomUUID()}@example.com`,
        passwordHash: "none",
        tokens: { create: { name: "test", hash: hashOfSecret(token), hint: "" } },
      },
    });
    const client = clientOf(token);
    if (membership) {
      const invitation = await admin<{ path: string }>(
        "POST",
        `/api/projects/${membership.slug}/invitations`,
        { role: membership.role },
      );
      await client("POST", `/api${invitation.body.path}`, {});
    }
    return Object.assign(client, { id: user.id, token });
  }

  return {
    url,
    db,
    folder,
    declarations,
    sockets,
    open,
    server,
    admin,
    stranger: clientOf(null),
    person,
    clientOf,
    adminToken,
    storage,
    workerToken,
    engine,
    scorer,
    kernels,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export type Instance = Awaited<ReturnType<typeof startInstance>>;

/** A project with an owner, for a test to begin in. */
export async function projectIn(instance: { admin: Client }, slug = "neo"): Promise<string> {
  await instance.admin("POST", "/api/projects", { name: "NEO hazard", slug });
  return `/api/projects/${slug}`;
}

/** A file as a browser sends it. */
export function formOf(
  name: string,
  content: string | Uint8Array,
  fields: Record<string, string> = {},
): FormData {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.append(key, value);
  form.append("file", new Blob([typeof content === "string" ? content : new Uint8Array(content)]), name);
  return form;
}
