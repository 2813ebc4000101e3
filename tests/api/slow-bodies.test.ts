import {
  Agent,
  createServer,
  request as ask,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { watchBodies } from "@/server/body-pace";
import { projectIn, startInstance } from "../instance";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that gives up bodies of under 1,000 bytes/s after 0.4 s; it looks every so many milliseconds. */
async function serverWith(handle: Handler, every = 100): Promise<number> {
  const server = createServer((request, response) => {
    watch(request, response);
    handle(request, response);
  });
  const watch = watchBodies(server, { bytesPerSecond: 1_000, patience: 400, every });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A connection that has sent the headers of an upload, and what is heard on it until it ends. */
function upload(port: number, bytes: number): { socket: Socket; heard: Promise<string> } {
  const socket = connect(port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  socket.write(`PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: ${bytes}\r\n\r\n`);
  const heard = new Promise<string>((resolve) => {
    let text = "";
    socket.on("data", (chunk) => (text += chunk.toString()));
    socket.on("error", () => resolve(text));
    socket.on("close", () => resolve(text));
  });
  return { socket, heard };
}

const readAll: Handler = (request, response) => {
  request.resume();
  request.on("end", () => response.end("all of it"));
};

test("bodies that trickle or stop are given up, however many", async () => {
  const port = await serverWith(readAll);
  const tricklers = Array.from({ length: 20 }, () => upload(port, 1_000_000));
  const timer = setInterval(
    () => tricklers.forEach(({ socket }) => socket.writable && socket.write("x")),
    50,
  );
  const stopped = upload(port, 1_000_000);
  const heard = await Promise.all([...tricklers, stopped].map((one) => one.heard));
  clearInterval(timer);
  for (const text of heard) expect(text).toMatch(/^HTTP\/1\.1 408 /);
});

test("a body that comes slowly but steadily is taken whole, for longer than one that stalls", async () => {
  const { socket, heard } = upload(await serverWith(readAll), 20_000);
  for (let i = 0; i < 10; i++) {
    socket.write("y".repeat(2_000));
    await pause(100);
  }
  await expect.poll(() => socket.bytesRead).toBeGreaterThan(0);
  socket.end();
  expect(await heard).toContain("all of it");
});

test("a body that waits for us to read it is not given up", async () => {
  let go = () => undefined as void;
  const port = await serverWith((request, response) => {
    go = () => readAll(request, response); // the disk is slow: nobody reads for now
  });
  const { socket, heard } = upload(port, 400_000);
  socket.write("z".repeat(400_000));
  await pause(1_500);
  go();
  await expect.poll(() => socket.bytesRead).toBeGreaterThan(0);
  socket.end();
  expect(await heard).toContain("all of it");
});

test("the server sets headers a time and bodies a pace, and no end to an upload that lives", async () => {
  const { server } = await startInstance("sqlite");
  expect([server.server.requestTimeout, server.server.headersTimeout]).toEqual([0, 20_000]);
});

/** Sends requests over one connection, one after the other; a body comes in two pieces, as large ones do. */
async function sendOver(
  url: string,
  kinds: readonly { method: string; path: string; body?: string }[],
  headers: Record<string, string> = {},
): Promise<Set<number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const answers = new Set<number>();
  for (let i = 0; i < 1_000; i++) {
    const { method, path, body = "" } = kinds[i % kinds.length]!;
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const length = body === "" ? {} : { "content-type": "application/json", "content-length": body.length };
    const sent = ask(new URL(path, url), { agent, method, headers: { ...headers, ...length } }, resolve);
    sent.on("error", reject).write(body.slice(0, 1));
    setImmediate(() => sent.end(body.slice(1)));
    const answer = await promise;
    await answer.resume().toArray();
    answers.add(answer.statusCode ?? 0);
  }
  return answers;
}

/** For each connection of a server, how many listeners it had when each of its requests came. */
function listenersOf(server: Server): Map<Socket, number[]> {
  const counts = new Map<Socket, number[]>();
  server.on("request", ({ socket }: IncomingMessage) => {
    const now = socket.eventNames().reduce((sum, name) => sum + socket.listenerCount(name), 0);
    counts.set(socket, [...(counts.get(socket) ?? []), now]);
  });
  return counts;
}

test("a connection that is kept gathers no listeners, whatever is sent over it", async () => {
  const seen: number[] = [];
  const port = await serverWith((request, response) => {
    seen.push(request.socket.listenerCount("close"));
    readAll(request, response);
  }, 1);
  await sendOver(`http://127.0.0.1:${port}`, [{ method: "PUT", path: "/", body: "x".repeat(2_000) }]);
  expect(seen).toHaveLength(1_000);
  expect(new Set(seen).size).toBe(1);
});

test("of a thousand requests that a client sends over one connection no listener stays", async () => {
  const instance = await startInstance("sqlite");
  await projectIn(instance);
  const counts = listenersOf(instance.server.server);
  const kinds = [
    { method: "GET", path: "/api/health" },
    { method: "GET", path: "/projects/neo" },
    { method: "GET", path: "/api/projects/neo/experiments" },
    { method: "GET", path: "/assets/none.js" },
    { method: "POST", path: "/api/projects/neo/nothing", body: '{"name":"x"}' },
    { method: "POST", path: "/api/projects/neo/notebooks", body: '{"unknown":"x"}' },
    { method: "POST", path: "/mlflow/neo/api/2.0/mlflow/experiments/search", body: '{"max_results":1}' },
  ];
  const answers = await sendOver(instance.url, kinds, { authorization: `Bearer ${instance.adminToken}` });
  expect([...answers].every((status) => status < 500)).toBe(true);
  const longest = [...counts.values()].find((one) => one.length >= 1_000)!;
  expect(new Set(longest.slice(1)).size).toBe(1);
});
