import { describe, expect, test } from "vitest";
import { comesFromElsewhere, isOwnHost } from "./own-site";

const hosts = {
  publicUrl: new URL("https://lab.example.com"),
  allowedHosts: ["old.example.org", "*.apps.example.net"],
};

describe("the name of a server", () => {
  test.each([
    "localhost:3000",
    "127.0.0.1:3000",
    "192.168.0.7",
    "[::1]:3000",
    "perihelion",
    "Workstation:3000",
    "workstation.local:3000",
    "host.docker.internal:3000",
    "lab.example.com",
    "LAB.example.com:443",
    "lab.example.com.",
    "old.example.org:8080",
    "a.b.apps.example.net",
  ])("may be %s", (host) => expect(isOwnHost(host, hosts)).toBe(true));

  test.each([
    "evil.example",
    "lab.example.com.evil.example",
    "apps.example.net",
    "evilapps.example.net",
    "localhost.evil.example",
    "127.0.0.1.nip.io",
    "me@lab.example.com",
    "lab.example.com/x",
    "",
    "a b",
  ])("may not be %j", (host) => expect(isOwnHost(host, hosts)).toBe(false));

  test("may be anything where the administrator says so", () =>
    expect(isOwnHost("evil.example", { publicUrl: null, allowedHosts: ["*"] })).toBe(true));
});

describe("a request that changes something", () => {
  const from = (headers: Record<string, string>, method = "POST", host = "lab.example.com") =>
    comesFromElsewhere({ method, headers }, host, hosts.publicUrl);

  test("comes from a page of ours, or from a program that says nothing", () => {
    expect(from({})).toBe(false);
    expect(from({ origin: "https://lab.example.com", "sec-fetch-site": "same-origin" })).toBe(false);
    expect(from({ origin: "https://lab.example.com" }, "POST", "127.0.0.1:3000")).toBe(false);
    expect(from({ origin: "http://localhost:3000" }, "DELETE", "localhost:3000")).toBe(false);
    expect(from({ origin: "https://old.example.org" }, "PUT", "old.example.org:443")).toBe(false);
    expect(from({ origin: "https://evil.example" }, "GET")).toBe(false);
  });

  test.each<Record<string, string>>([
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "http://lab.example.com" },
    { origin: "https://lab.example.com:8443" },
    { origin: "https://lab.example.com.evil.example" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "none" },
    { origin: "https://lab.example.com", "sec-fetch-site": "cross-site" },
  ])("comes from elsewhere when the browser says %j", (headers) => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) expect(from(headers, method)).toBe(true);
  });
});
