import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { guardedLookup, postTo, requirePublicTarget, type Resolve } from "./public-target";

const at =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
const guard = (resolve: Resolve) => ({ allowPrivate: false, resolve });
const open: Server[] = [];
afterEach(() => open.splice(0).forEach((server) => server.close()));

async function listen(handler: Parameters<typeof createServer>[1]): Promise<number> {
  const server = createServer(handler);
  open.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

describe("an address that a user names", () => {
  test.each([
    "https://example.com/hook",
    "https://example.com./hook",
    "https://example.com:8443/hook?x=1",
    "https://8.8.8.8/",
    "https://[2606:4700:4700::1111]/",
    "https://[::ffff:8.8.8.8]/",
    "https://bücher.example/hook",
  ])("%s may be called", async (url) => {
    const target = await requirePublicTarget(url, guard(at("93.184.215.14", "2606:4700::1")));
    expect(target.protocol).toBe("https:");
  });

  test.each([
    "https://127.0.0.1/",
    "https://127.0.0.1./",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0x0.0x0.0x1/",
    "https://0177.0.0.01/",
    "https://①②⑦.0.0.1/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[fe80::1]/",
    "https://169.254.169.254/latest/meta-data",
    "https://192.168.0.1:8443/",
  ])("%s is inside a private network", (url) =>
    expect(requirePublicTarget(url, guard(at("8.8.8.8")))).rejects.toThrow("inside a private network"),
  );

  test.each([
    "http://example.com/",
    "ftp://example.com/",
    "file:///etc/passwd",
    "https://[fe80::1%25eth0]/",
    "https://",
    "hook",
  ])("%s is no address for a call", (url) =>
    expect(requirePublicTarget(url, guard(at("8.8.8.8")))).rejects.toThrow("begins with https://"),
  );

  test("may not hold a name or a password, or a port of another service", async () => {
    const check = (url: string) => requirePublicTarget(url, guard(at("8.8.8.8")));
    await expect(check("https://me:secret@example.com/")).rejects.toThrow("a name or a password");
    await expect(check("https://example.com@127.0.0.1/")).rejects.toThrow("a name or a password");
    await expect(check("https://example.com:25/")).rejects.toThrow("Port 25");
    await expect(check("https://example.com:443/")).resolves.toMatchObject({ port: "" });
  });

  test("is refused when any of its addresses is inside, and when it has none", async () => {
    const check = (...addresses: string[]) =>
      requirePublicTarget("https://a.example/", guard(at(...addresses)));
    await expect(check("8.8.8.8", "10.0.0.1")).rejects.toThrow("is at 10.0.0.1");
    await expect(check("2606:4700::1", "::1")).rejects.toThrow("is at ::1");
    await expect(check()).rejects.toThrow("cannot be found");
  });
});

describe("a connection to it", () => {
  test("is made to addresses that were checked for it, of both families, and to no other", async () => {
    const ask = (resolve: Resolve, all: boolean) =>
      new Promise((done) => guardedLookup(false, resolve)("a.example", { all }, (...found) => done(found)));
    expect(await ask(at("2606:4700::1", "8.8.8.8"), true)).toEqual([
      null,
      [
        { address: "2606:4700::1", family: 6 },
        { address: "8.8.8.8", family: 4 },
      ],
    ]);
    expect(await ask(at("8.8.8.8"), false)).toEqual([null, "8.8.8.8", 4]);
    expect(await ask(at("8.8.8.8", "127.0.0.1"), true)).toMatchObject([{ code: "INVALID" }, "", 4]);
  });

  test("is not made when the name moved inside after it was checked", async () => {
    let asked = 0;
    const port = await listen((_request, response) => response.end("reached"));
    const moving: Resolve = async (...args) => at(++asked === 1 ? "8.8.8.8" : "127.0.0.1")(...args);
    await expect(
      postTo(`https://a.example:${port}/`, { body: "{}", headers: {}, ...guard(moving) }),
    ).rejects.toThrow("inside a private network");
    expect(asked).toBe(2);
  });

  test("follows no redirect, and reads the answer where inner addresses are allowed", async () => {
    let reached = 0;
    const port = await listen((request, response) => {
      reached += 1;
      if (request.url === "/away")
        response.writeHead(302, { location: `http://127.0.0.1:${port}/inside` }).end();
      else response.end("taken");
    });
    const send = (path: string) =>
      postTo(`http://127.0.0.1:${port}${path}`, { body: "{}", headers: {}, allowPrivate: true });
    expect(await send("/hook")).toEqual({ status: 200, text: "taken" });
    expect(await send("/away")).toEqual({ status: 302, text: "" });
    expect(reached).toBe(2);
  });
});
