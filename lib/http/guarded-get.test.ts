import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { getGuarded } from "./guarded-get";

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const asking = {
  allowPrivate: true,
  headers: { open: { accept: "*/*" }, secret: { authorization: "Bearer s" } },
  signal: new AbortController().signal,
};

test("what was moved is followed, and a secret goes to the place that was asked alone", async () => {
  const seen: (string | undefined)[] = [];
  const other = await serve((request, response) => {
    seen.push(request.headers.authorization);
    response.end("rows");
  });
  const first = await serve((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(302, { location: request.url === "/a" ? "/b" : `${other}/c` }).end();
  });
  const { answer, url } = await getGuarded(`${first}/a`, asking);
  expect([await text(answer), url.href, seen]).toEqual([
    "rows",
    `${other}/c`,
    ["Bearer s", "Bearer s", undefined],
  ]);
});

test("each place that it was moved to is looked at as the first one, before it is asked", async () => {
  for (const location of ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://me:secret@127.0.0.1/x"]) {
    const url = await serve((_request, response) => response.writeHead(302, { location }).end());
    await expect(getGuarded(url, asking), location).rejects.toThrow(/Invalid URL|must not hold a name/);
  }
  await expect(getGuarded("https://127.0.0.1/x", { ...asking, allowPrivate: false })).rejects.toThrow(
    "inside a private network",
  );
});

test("where it was moved to is told without the query, in which tokens and signatures stand", async () => {
  const location = "ftp://127.0.0.1/x?delegation=secret#secret";
  const url = await serve((_request, response) => response.writeHead(307, { location }).end());
  const refused = (await getGuarded(url, asking).catch((error: unknown) => error)) as Error;
  expect(refused.message).toBe(
    'Invalid URL "ftp://127.0.0.1/x": expected an address that begins with https://.',
  );
});

test("a place that moves it on and on is given up", async () => {
  let moves = 0;
  const url = await serve((_request, response) =>
    response.writeHead(307, { location: `/${(moves += 1)}` }).end(),
  );
  await expect(getGuarded(url, asking)).rejects.toThrow("moves it on and on");
  expect(moves).toBe(6);
});
