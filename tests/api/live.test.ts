import { createServer, request as httpRequest } from "node:http";
import { connect as connectSocket } from "node:net";
import fastify from "fastify";
import { describe, expect, onTestFinished, test } from "vitest";
import * as z from "zod";
import { hashOfSecret } from "@/lib/auth/secrets";
import { configOf } from "@/lib/config";
import { limits } from "@/lib/limits";
import { openStream } from "@/server/stream";
import { acceptUpgrades, noSockets, projectSocket } from "@/server/sockets";
import { onBothDatabases } from "../fresh-db";
import { eventually, projectIn, startInstance } from "../instance";

type Instance = Awaited<ReturnType<typeof startInstance>>;

/** An event stream as it is read; `ended` says whether the server has closed it. */
async function listen(instance: Instance, root: string, secret: string, after = "") {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const response = await fetch(`${instance.url}${root}/events${after}`, {
    headers: { authorization: `Bearer ${secret}` },
    signal: abort.signal,
  });
  const heard = { status: response.status, headers: response.headers, text: "", ended: false };
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  void (async () => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      heard.text += value;
    }
  })()
    .catch(() => undefined)
    .finally(() => (heard.ended = true));
  if (response.status === 200) await eventually(async () => heard.text.includes("retry"));
  return heard;
}

async function withToken(instance: Instance, name: string, role: "VIEWER" | "EDITOR") {
  const client = await instance.person(name, { slug: "neo", role });
  const secret = `peri_${name}`;
  const data = { userId: client.id, name: "stream", hash: hashOfSecret(secret), hint: "" };
  const token = await instance.db.apiToken.create({ data });
  return { client, secret, token };
}

/**
 * Asks for an upgrade as a browser's WebSocket does; the status line of the answer,
 * and whether the connection was closed.
 */
function upgrade(url: string, path: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; closed: boolean }>((resolve, reject) => {
    const { hostname, port, host } = new URL(url);
    const sent = httpRequest({
      hostname,
      port,
      path,
      headers: {
        host,
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
        ...headers,
      },
    });
    sent.on("upgrade", (_response, socket) => {
      socket.destroy();
      resolve({ status: 101, closed: false });
    });
    sent.on("response", (response) => {
      response.resume();
      response.socket.once("close", () => resolve({ status: response.statusCode ?? 0, closed: true }));
    });
    sent.on("error", reject);
    sent.end();
  });
}

onBothDatabases("a stream of events", (provider) => {
  test("begins anew for a page that is ahead of the database, since a backup was put back", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const member = await instance.person("Member", { slug: "neo", role: "VIEWER" });
    const heard = await listen(instance, root, member.token, "?after=2147483647");
    await eventually(async () => heard.text.includes("event: reset"));
    await instance.admin("POST", `${root}/notebooks`, { title: "Told" });
    await eventually(async () => heard.text.includes("Told"));
  });

  test("is open to who may read one experiment alone, and tells of that one and nothing else", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const api = "/mlflow/neo/api/2.0/mlflow";
    for (const name of ["open", "closed"])
      await instance.admin("POST", `${api}/experiments/create`, { name });
    const guest = await instance.person("Guest");
    expect((await guest("GET", `${root}/events`)).status).toBe(404);
    const on = { experiment_id: "1", username: "Guest" };
    await instance.admin("POST", `${api}/experiments/permissions/create`, { ...on, permission: "READ" });
    const heard = await listen(instance, root, guest.token, "?after=0");
    expect(heard.status).toBe(200);
    await instance.admin("POST", `${root}/notebooks`, { title: "Hidden" });
    await instance.admin("POST", `${api}/experiments/update`, { experiment_id: "2", new_name: "shut" });
    await instance.admin("POST", `${api}/experiments/update`, { experiment_id: "1", new_name: "ajar" });
    await eventually(async () => heard.text.includes("ajar"));
    expect(heard.text).not.toMatch(/Hidden|closed|shut|notebook|Guest/);
    await instance.admin("DELETE", `${api}/experiments/permissions/delete`, on);
    await eventually(async () => heard.ended);
  });

  test("ends at once when token or role is taken, and within seconds when the token runs out", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const revoked = await withToken(instance, "Revoked", "VIEWER");
    const removed = await withToken(instance, "Removed", "VIEWER");
    const expired = await withToken(instance, "Expired", "VIEWER");
    const kept = await withToken(instance, "Kept", "VIEWER");
    const [a, b, c, d] = await Promise.all(
      [revoked, removed, expired, kept].map(({ secret }) => listen(instance, root, secret)),
    );
    await revoked.client("DELETE", `/api/me/tokens/${revoked.token.id}`);
    await instance.admin("DELETE", `${root}/members/${removed.client.id}`);
    await eventually(async () => a!.ended && b!.ended);
    await instance.db.apiToken.update({ where: { id: expired.token.id }, data: { expiresAt: new Date() } });
    await eventually(async () => c!.ended);
    expect(d!.ended).toBe(false);
    await instance.admin("POST", `${root}/notebooks`, { title: "Still told" });
    await eventually(async () => d!.text.includes("Still told"));
  });

  test("tells nobody what they may not see, and tells them from the moment they may", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const api = "/mlflow/neo/api/2.0/mlflow";
    const { secret } = await withToken(instance, "Guest", "VIEWER");
    const { body } = await instance.admin<{ experiment_id: string }>("POST", `${api}/experiments/create`, {
      name: "closed",
    });
    const denied = { experiment_id: body.experiment_id, username: "Guest" };
    await instance.admin("POST", `${api}/experiments/permissions/create`, {
      ...denied,
      permission: "NO_PERMISSIONS",
    });
    const guest = await listen(instance, root, secret, "?after=0");
    const rename = (new_name: string) =>
      instance.admin("POST", `${api}/experiments/update`, { experiment_id: body.experiment_id, new_name });
    await rename("hidden");
    await instance.admin("POST", `${root}/notebooks`, { title: "Seen" });
    await eventually(async () => guest.text.includes("Seen"));
    expect(guest.text).not.toMatch(/closed|hidden|permission\.grant|experiment\./);
    await instance.admin("DELETE", `${api}/experiments/permissions/delete`, denied);
    await eventually(async () => {
      await rename(`open ${Math.random()}`);
      return guest.text.includes('"name":"experiment.rename"');
    });
  });

  test("carries the headers of every answer, and begins anew when it has missed too much", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const project = await instance.db.project.findFirstOrThrow();
    const rows = Array.from({ length: limits.eventsToldAgain + 1 }, (_, i) => ({
      projectId: project.id,
      kind: "notebook.save",
      data: JSON.stringify({ subject: { kind: "notebook", id: String(i) } }),
    }));
    await instance.db.projectEvent.createMany({ data: rows });
    const away = await listen(instance, root, instance.adminToken, "?after=0");
    await eventually(async () => away.text.includes("event: reset"));
    expect(away.text).not.toContain("event: notebook");
    expect(Object.fromEntries(away.headers)).toMatchObject({
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "referrer-policy": expect.any(String) as string,
    });
    const near = rows.length - 3;
    const first = await instance.db.projectEvent.findFirstOrThrow({ orderBy: { id: "asc" }, skip: near });
    const back = await listen(instance, root, instance.adminToken, `?after=${first.id}`);
    await eventually(async () => back.text.split("event: notebook").length === 4);
  });

  test("is refused to who holds too many, in words, and leaves everybody else alone", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const greedy = await withToken(instance, "Greedy", "VIEWER");
    const other = await withToken(instance, "Other", "VIEWER");
    const all = await Promise.all(Array.from({ length: 60 }, () => listen(instance, root, greedy.secret)));
    const open = all.filter(({ status }) => status === 200);
    expect(open).toHaveLength(limits.openConnectionsPerPerson);
    const refused = all.find(({ status }) => status === 429)!;
    await eventually(async () => refused.ended);
    expect(refused.text).toContain("Close some of them");
    expect(refused.headers.get("retry-after")).not.toBeNull();
    const told = await listen(instance, root, other.secret);
    await instance.admin("POST", `${root}/notebooks`, { title: "For all" });
    await eventually(async () => [told, ...open].every(({ text }) => text.includes("For all")));
  });
});

describe("a stream whose reader takes nothing", () => {
  test("holds no more than a piece, drops what may be missed, and is let go after a while", async () => {
    const server = fastify();
    const seen = { sent: 0, held: 0, offered: 0, cut: false };
    const piece = "x".repeat(64 * 1_024);
    server.get("/", async (_request, reply) => {
      const stream = openStream(reply, "text/plain", { patience: 2_000 });
      stream.signal.addEventListener("abort", () => (seen.cut = true));
      void (async () => {
        while (await stream.send(piece)) seen.sent += 1;
      })();
      void (async () => {
        while (!stream.signal.aborted) {
          stream.offer(piece);
          seen.offered += 1;
          seen.held = Math.max(seen.held, reply.raw.writableLength);
          await new Promise((resolve) => setImmediate(resolve));
        }
      })();
      return reply;
    });
    onTestFinished(() => server.close());
    const { port } = new URL(await server.listen({ host: "127.0.0.1", port: 0 }));
    const socket = connectSocket(Number(port), "127.0.0.1");
    onTestFinished(() => void socket.destroy());
    socket.pause();
    socket.write("GET / HTTP/1.1\r\nhost: here\r\n\r\n");
    await eventually(async () => seen.cut);
    expect(seen.sent).toBeGreaterThan(0);
    expect(seen.offered).toBeGreaterThan(seen.sent);
    expect(seen.held).toBeLessThan(4 * piece.length);
  });
});

onBothDatabases("a socket", (provider) => {
  test("is refused at every address where none is declared", async () => {
    const instance = await startInstance(provider);
    await projectIn(instance);
    const paths = instance.declarations.map(({ url }) => url.replaceAll(/:\w+/g, "neo").replace("*", "x"));
    const bearer = { authorization: `Bearer ${instance.adminToken}` };
    for (const path of ["/", "/_next/webpack-hmr", "/projects/neo", ...paths])
      expect(await upgrade(instance.url, path, bearer), path).toEqual({ status: 404, closed: true });
    expect(instance.sockets.map(({ url, permission }) => [url, permission])).toEqual([
      ["/api/projects/:projectSlug/notebooks/:notebookId/live", "notebook:read"],
      ["/api/projects/:projectSlug/notebooks/:notebookId/kernel", "notebook:run"],
    ]);
  });

  test("that is declared opens from our own pages for who may, and ends with their right to it", async () => {
    const instance = await startInstance(provider);
    await projectIn(instance);
    const sockets = noSockets();
    const config = configOf({ PERIHELION_DATA: instance.folder });
    const params = z.object({ projectSlug: z.string(), room: z.string() });
    const url = "/api/projects/:projectSlug/rooms/:room" as const;
    const options = { url, permission: "project:read" as const, summary: "A room", params };
    projectSocket(sockets, { db: instance.db, config }, options, ({ socket, params: { room } }) => {
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n${room}`,
      );
      return { changed: () => undefined, ended: () => undefined };
    });
    const server = createServer((_request, response) => response.end());
    acceptUpgrades(server, sockets, { config, isOthers: () => false });
    const port = await new Promise<number>((resolve) =>
      server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port)),
    );
    onTestFinished(() => void server.close());
    const at = `http://127.0.0.1:${port}`;
    const path = "/api/projects/neo/rooms/one";
    const { secret, token } = await withToken(instance, "Member", "VIEWER");
    const bearer = { authorization: `Bearer ${secret}` };
    expect((await upgrade(at, path, bearer)).status).toBe(101);
    expect(await upgrade(at, "/api/projects/neo/rooms/one/more", bearer)).toEqual({
      status: 404,
      closed: true,
    });
    expect((await upgrade(at, path)).status).toBe(403);
    expect((await upgrade(at, path, { origin: "https://evil.example" })).status).toBe(403);
    expect((await upgrade(at, path, { origin: at })).status).toBe(401);
    const outsider = { authorization: `Bearer peri_nobody` };
    expect((await upgrade(at, path, outsider)).status).toBe(401);

    const socket = connectSocket(port, "127.0.0.1");
    socket.write(
      `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n` +
        `authorization: Bearer ${secret}\r\n\r\n`,
    );
    let text = "";
    let closed = false;
    socket.on("data", (data: Buffer) => (text += data.toString())).on("close", () => (closed = true));
    await eventually(async () => text.endsWith("one"));
    await instance.db.apiToken.update({ where: { id: token.id }, data: { revokedAt: new Date() } });
    await eventually(async () => closed);
  });

  test("ends when the one thing that it shows may no longer be seen, whatever else may", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const sockets = noSockets();
    const config = configOf({ PERIHELION_DATA: instance.folder });
    const params = z.object({ projectSlug: z.string(), notebookId: z.string() });
    const options = {
      url: "/api/projects/:projectSlug/rooms/:notebookId" as const,
      permission: "notebook:read" as const,
      summary: "A notebook",
      params,
      resources: ({ params }: { params: { notebookId: string } }) => [
        { kind: "notebook" as const, id: params.notebookId },
      ],
    };
    projectSocket(sockets, { db: instance.db, config }, options, ({ socket }) => {
      socket.write(
        "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\nopen",
      );
      return { changed: () => undefined, ended: () => undefined };
    });
    const server = createServer((_request, response) => response.end());
    acceptUpgrades(server, sockets, { config, isOthers: () => false });
    const port = await new Promise<number>((resolve) =>
      server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port)),
    );
    onTestFinished(() => void server.close());
    const guest = await instance.person("Guest");
    const notebook = async (title: string) =>
      (await instance.admin<{ id: string }>("POST", `${root}/notebooks`, { title })).body.id;
    const [shown, other] = [await notebook("shown"), await notebook("other")];
    const grant = (id: string, access: string) =>
      instance.admin("POST", `${root}/grants`, {
        subject: { person: guest.id },
        on: { kind: "notebook", id },
        access,
      });
    await grant(shown, "viewer");
    await grant(other, "viewer");
    const socket = connectSocket(port, "127.0.0.1");
    let [text, closed] = ["", false];
    socket.on("data", (data: Buffer) => (text += data.toString())).on("close", () => (closed = true));
    socket.write(
      [
        `GET /api/projects/neo/rooms/${shown} HTTP/1.1`,
        `host: 127.0.0.1:${port}`,
        "connection: Upgrade",
        "upgrade: websocket",
        `authorization: Bearer ${guest.token}`,
        "\r\n",
      ].join("\r\n"),
    );
    await eventually(async () => text.endsWith("open"));
    await grant(other, "none");
    expect((await guest("GET", `${root}/notebooks/${shown}`)).status).toBe(200);
    expect(closed).toBe(false);
    await grant(other, "viewer");
    await grant(shown, "none");
    await eventually(async () => closed);
  });
});
