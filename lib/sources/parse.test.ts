import { expect, test } from "vitest";
import type * as z from "zod";
import { sourceKinds } from "./kinds";
import { parseConfig, sealPurpose, secretText } from "./parse";

const database = { host: "db.example.com", database: "neo", user: "reader", query: "SELECT 1 AS a" };

test("settings are read strictly by their kind, with what was left out filled in", () => {
  const parsed = parseConfig("postgresql", database);
  expect(parsed.config).toEqual({ ...database, port: 5_432, tls: "verify", seconds: 600 });
  expect([parsed.place, parsed.query]).toEqual(["neo at db.example.com:5432", "SELECT 1 AS a"]);
  expect(() => parseConfig("postgresql", { ...database, password: "x" })).toThrow("password");
  expect(() => parseConfig("oracle", database)).toThrow("There is no kind of source called oracle.");
});

test("a host is a name or an address, never a path of the server or a list of hosts", () => {
  for (const host of ["/var/run/postgresql", "a,b", "a b", "", "-x", "http://a", "a/b"])
    expect(() => parseConfig("postgresql", { ...database, host }), host).toThrow();
  for (const host of ["db", "db_1.example.com", "10.0.0.7", "::1", "[fe80::1]"])
    expect(parseConfig("postgresql", { ...database, host }).config.host).toBe(host);
});

test("an address with a password in it, or of another protocol, is refused", () => {
  for (const url of [
    "https://a:b@example.com/x.csv",
    "ftp://example.com/x.csv",
    "file:///etc/passwd",
    "neo.csv",
  ])
    expect(() => parseConfig("url", { url }), url).toThrow("expected an address that begins with https://");
});

test("a secret is for one source and one place: another host, port, user or encryption", () => {
  const purpose = (change: object) => sealPurpose("s", parseConfig("postgresql", { ...database, ...change }));
  const same = purpose({ query: "SELECT 2 AS a", seconds: 5 });
  expect(same).toBe(purpose({}));
  for (const change of [{ host: "evil.example.com" }, { port: 5_433 }, { user: "root" }, { tls: "off" }])
    expect(purpose(change)).not.toBe(same);
});

test("a secret has the fields of its kind and no others; an empty one is none", () => {
  expect(secretText(sourceKinds.postgresql, { password: "p" })).toBe('{"password":"p"}');
  expect(secretText(sourceKinds.postgresql, { password: "" })).toBeNull();
  expect(() => secretText(sourceKinds.postgresql, { token: "p" })).toThrow();
});

test("every kind has a field for each of its settings and secrets, marked where it is secret", () => {
  for (const [name, kind] of Object.entries(sourceKinds)) {
    expect(kind.name).toBe(name);
    const settings = Object.keys(kind.config.shape);
    const secrets = Object.keys((kind.secret as z.ZodObject | null)?.shape ?? {});
    expect(kind.fields.map((field) => field.name).sort(), name).toEqual([...settings, ...secrets].sort());
    for (const field of kind.fields) expect("secret" in field, field.name).toBe(secrets.includes(field.name));
  }
});
