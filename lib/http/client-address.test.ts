import { expect, test } from "vitest";
import { clientAddress, trustedProxiesOf } from "./client-address";

const proxies = trustedProxiesOf(["127.0.0.0/8", "::1", "10.0.0.7"]);
const from = (peer: string, header?: string) => clientAddress(peer, header, proxies);

test("a client is where its connection comes from, whatever it says of itself", () => {
  expect(from("203.0.113.9")).toBe("203.0.113.9");
  expect(from("203.0.113.9", "198.51.100.1")).toBe("203.0.113.9");
  expect(from("::ffff:203.0.113.9")).toBe("203.0.113.9");
});

test("behind trusted proxies it is where the last of them was called from", () => {
  expect(from("127.0.0.1", "203.0.113.9")).toBe("203.0.113.9");
  expect(from("::ffff:127.0.0.1", "203.0.113.9, 10.0.0.7")).toBe("203.0.113.9");
  expect(from("::1", "1.1.1.1, 203.0.113.9")).toBe("203.0.113.9");
  expect(from("::1", "2001:db8::1")).toBe("2001:db8::1");
});

test("what is no address is not believed", () => {
  for (const header of ["", "unknown", "evil, ", "<script>"])
    expect(from("127.0.0.1", header)).toBe("127.0.0.1");
  expect(() => trustedProxiesOf(["proxy"])).toThrow();
});
