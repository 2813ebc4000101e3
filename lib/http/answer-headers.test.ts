import { expect, test } from "vitest";
import { answerHeaders } from "./answer-headers";

const policyOf = (headers: Record<string, string>) =>
  Object.fromEntries(
    headers["content-security-policy"]!.split("; ").map((directive) => {
      const [name, ...values] = directive.split(" ");
      return [name, values.join(" ")];
    }),
  );

test("a page runs scripts with its number alone, and none that stand in it or are made of text", () => {
  const policy = policyOf(answerHeaders({ nonce: "n1", encrypted: false }));
  expect(policy["script-src"]).toBe("'nonce-n1' 'strict-dynamic'");
  expect(policy).toMatchObject({ "frame-ancestors": "'none'", "object-src": "'none'", "base-uri": "'none'" });
});

test("the answers of machines do nothing when they are opened as a page", () =>
  expect(policyOf(answerHeaders({ nonce: null, encrypted: false }))).toEqual({
    "default-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
  }));

test("browsers are told to stay with https where they came by it", () => {
  expect(answerHeaders({ nonce: null, encrypted: true })["strict-transport-security"]).toBe(
    "max-age=31536000",
  );
  expect(answerHeaders({ nonce: null, encrypted: false })).not.toHaveProperty("strict-transport-security");
});
