import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { watchBodies } from "@/server/body-pace";
import { startInstance } from "../instance";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that gives up bodies of under 1,000 bytes/s after 0.4 s. */
async function serverWith(handle: Handler): Promise<number> {
  const server = createServer((request, response) => {
    watch(request, response);
    handle(request, response);
  });
  const watch = watchBodies(server, { bytesPerSecond: 1_000, patience: 400, every: 100 });
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
