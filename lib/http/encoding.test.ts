import { expect, test } from "vitest";
import { acceptedEncoding } from "./encoding";

const both = ["br", "gzip"] as const;

test.each([
  ["gzip, deflate, br, zstd", "br"],
  ["gzip, deflate", "gzip"],
  ["GZIP", "gzip"],
  ["br;q=0, gzip", "gzip"],
  ["br; q=0.000 , gzip ;q=0.001", "gzip"],
  ["*", "br"],
  ["*;q=0.5, br;q=0", "gzip"],
  ["gzip;q=0, *", "br"],
  ["identity", null],
  ["gzip;q=0, br;q=0.0", null],
  ["gzip;q=2", null],
  ["gzip;q=nonsense", null],
  ["xbr, brr, gzipped", null],
  ["", null],
  [",,;;q=1,", null],
  [undefined, null],
] as const)("%s is answered with %s", (header, coding) => {
  expect(acceptedEncoding(header, both)).toBe(coding);
});

test("what was not made is not promised", () => {
  expect(acceptedEncoding("br, gzip", [])).toBeNull();
  expect(acceptedEncoding("br, gzip", ["gzip"])).toBe("gzip");
});
