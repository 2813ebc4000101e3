import { expect, test } from "vitest";
import { postgresql } from "@/lib/sources/kinds/postgresql";
import { url } from "@/lib/sources/kinds/url";
import { firstValues, isAsked, keyOf, toRequest } from "./form-values";

test("a new form begins with the first of each choice and nothing else", () => {
  expect(firstValues(url.fields, null)).toEqual({
    url: "",
    fileName: "",
    sign: "none",
    user: "",
    header: "",
    token: "",
  });
  expect(firstValues(postgresql.fields, null)).toMatchObject({ tls: "verify", password: "", port: "" });
});

test("what is left empty or not asked for is not sent, and a secret apart from the settings", () => {
  const values = {
    ...firstValues(url.fields, null),
    url: "https://example.com/a.csv",
    token: "t",
    user: "me",
  };
  expect(toRequest(url.fields, values)).toEqual({
    config: { url: "https://example.com/a.csv", sign: "none" },
  });
  expect(toRequest(url.fields, { ...values, sign: "basic" })).toEqual({
    config: { url: "https://example.com/a.csv", sign: "basic", user: "me" },
    secret: { token: "t" },
  });
  const token = url.fields.find(({ name }) => name === "token")!;
  expect([isAsked(token, values), isAsked(token, { ...values, sign: "header" })]).toEqual([false, true]);
});

test("columns of a key are typed with commas between", () => {
  expect([keyOf(" id , day,"), keyOf("")]).toEqual([["id", "day"], []]);
});
