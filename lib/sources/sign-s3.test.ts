import { expect, test } from "vitest";
import { objectPath, signGet } from "./sign-s3";

test("an object's GET is signed as in AWS's own example", () => {
  const headers = signGet({
    url: new URL("https://examplebucket.s3.amazonaws.com/test.txt"),
    region: "us-east-1",
    accessKey: "AKIAIOSFODNN7EXAMPLE",
    secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    at: new Date("2013-05-24T00:00:00Z"),
    headers: { range: "bytes=0-9" },
  });
  expect(headers.authorization).toBe(
    "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request," +
      "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date," +
      "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  );
});

test("a key is escaped once, its slashes kept", () => {
  expect(objectPath("a b/ñ(1)*'!~.csv")).toBe("a%20b/%C3%B1%281%29%2A%27%21~.csv");
});
