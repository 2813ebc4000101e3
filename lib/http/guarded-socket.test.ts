import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { dialGuarded } from "./guarded-socket";

const signal = new AbortController().signal;

test("a database inside a private network is dialled where that is allowed alone", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const socket = await dialGuarded({ host: "127.0.0.1", port }, { allowPrivate: true, signal });
  expect(socket.remotePort).toBe(port);
  socket.destroy();
  for (const host of [
    "127.0.0.1",
    "::1",
    "[::1]",
    "::ffff:127.0.0.1",
    "localhost",
    "10.1.2.3",
    "169.254.169.254",
  ])
    await expect(dialGuarded({ host, port }, { allowPrivate: false, signal }), host).rejects.toThrow(
      "inside a private network",
    );
});

test("a name is looked at again when it is dialled, as it may have moved since", async () => {
  const answers = ["93.184.215.14", "127.0.0.1"];
  const resolve = async () => [{ address: answers.shift()!, family: 4 }];
  const dialled = dialGuarded(
    { host: "db.example.com", port: 5_432 },
    { allowPrivate: false, resolve, signal },
  );
  await expect(dialled).rejects.toThrow("db.example.com is at 127.0.0.1, inside a private network");
  expect(answers).toEqual([]);
});

test("a port below 1024 is no database's, unless private places are allowed", async () => {
  await expect(
    dialGuarded({ host: "example.com", port: 25 }, { allowPrivate: false, signal }),
  ).rejects.toThrow("Port 25 is not one of a database");
});

test("a place where nothing listens is told by its name", async () => {
  await expect(dialGuarded({ host: "127.0.0.1", port: 9 }, { allowPrivate: true, signal })).rejects.toThrow(
    "127.0.0.1:9 refused the connection: nothing listens there.",
  );
});
