import { expect, test } from "vitest";
import { withoutSecrets } from "./redact";

test("no form of a secret is left in a sentence", () => {
  const secret = { password: "p@ss word", token: "p@ss" };
  const forms = ["p@ss word", encodeURIComponent("p@ss word"), btoa("p@ss word")];
  const said = `no: ${forms.join(", ")}`;
  expect(withoutSecrets(said, secret)).toBe("no: •••, •••, •••");
  expect(withoutSecrets("as it was", null)).toBe("as it was");
  expect(withoutSecrets("as it was", { password: "" })).toBe("as it was");
});
