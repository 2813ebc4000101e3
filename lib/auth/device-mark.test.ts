import { expect, test } from "vitest";
import { deviceOf, withDevice } from "./device-mark";

const mark = "a".repeat(43);
const answered = (headers: Record<string, string>) =>
  withDevice(async () => new Response("ok"))(new Request("http://host/api/auth/csrf", { headers }), null);

test.each([
  ["alone", `perihelion-device=${mark}`],
  ["among others", `a=1; perihelion-device=${mark}; b=2`],
  ["without a space before it", `a=1;perihelion-device=${mark}`],
])("a browser is known by its mark: %s", (_, cookies) => {
  expect(deviceOf(cookies)).toBe(mark);
});

test.each([
  ["no cookie", undefined],
  ["an empty header", ""],
  ["a mark that is too short", `perihelion-device=${mark.slice(1)}`],
  ["a mark that is too long", `perihelion-device=${mark}a`],
  ["a mark with other signs", `perihelion-device=${mark.slice(1)}+`],
  ["a name that only ends so", `x-perihelion-device=${mark}`],
])("nobody is known by %s", (_, cookies) => {
  expect(deviceOf(cookies)).toBeNull();
});

test("a browser without a mark is given its own, which scripts and other sites cannot read", async () => {
  const cookies = await Promise.all([answered({}), answered({})]).then((answers) =>
    answers.map(({ headers }) => headers.get("set-cookie")!),
  );
  expect(new Set(cookies.map((cookie) => deviceOf(cookie))).size).toBe(2);
  for (const cookie of cookies) {
    expect(deviceOf(cookie)).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(cookie).toContain("HttpOnly; SameSite=Lax");
    expect(cookie).not.toContain("Secure");
  }
});

test("a browser that has a mark keeps it", async () => {
  const { headers } = await answered({ cookie: `perihelion-device=${mark}` });
  expect(headers.get("set-cookie")).toBeNull();
});

test("a mark given over HTTPS never travels without it", async () => {
  const { headers } = await answered({ "x-forwarded-proto": "https" });
  expect(headers.get("set-cookie")).toMatch(/; Secure$/);
});
