import { expect, test } from "vitest";
import { configOf, linkTo } from "./config";

test("the public address makes links, and is an origin", () => {
  const config = configOf({ PERIHELION_PUBLIC_URL: "https://lab.example.com" });
  expect(linkTo(config, "/join/x")).toBe("https://lab.example.com/join/x");
  expect(linkTo(configOf({}), "/join/x")).toBeNull();
  for (const wrong of ["lab.example.com", "ftp://lab", "https://lab/x", "https://me@lab", "https://lab?x"])
    expect(() => configOf({ PERIHELION_PUBLIC_URL: wrong })).toThrow("PERIHELION_PUBLIC_URL is not usable");
});

test("hosts and proxies are lists, and a wrong one is named", () => {
  const config = configOf({
    PERIHELION_ALLOWED_HOSTS: "a.example, *.b.example",
    PERIHELION_TRUSTED_PROXIES: "10.0.0.0/8",
  });
  expect(config.allowedHosts).toEqual(["a.example", "*.b.example"]);
  expect(config.trustedProxies).toHaveLength(1);
  expect(() => configOf({ PERIHELION_TRUSTED_PROXIES: "proxy" })).toThrow(
    "PERIHELION_TRUSTED_PROXIES is not usable: expected addresses",
  );
});
