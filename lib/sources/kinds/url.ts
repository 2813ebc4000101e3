import * as z from "zod";
import { sourceKind } from "./kind";

const header = z.string().regex(/^[A-Za-z0-9-]{1,100}$/, "expected a header's name, such as X-Api-Key");

/** A file at an address of the web. It is asked for whether it changed before it is fetched again. */
export const url = sourceKind({
  name: "url",
  label: "Web address",
  about: "A file at an http or https address",
  config: z.strictObject({
    url: z
      .string()
      .trim()
      .max(2_000)
      .refine(isWeb, "expected an address that begins with https:// or http://, without a password in it"),
    fileName: z.string().trim().max(200).optional(),
    sign: z.enum(["none", "bearer", "basic", "header"]).default("none"),
    user: z.string().max(200).optional(),
    header: header.optional(),
  }),
  secret: z.strictObject({
    token: z
      .string()
      .min(1)
      .max(4_000)
      .regex(/^[^\r\n]*$/, "expected one line"),
  }),
  fields: [
    {
      name: "url",
      label: "Address",
      input: "text",
      required: true,
      placeholder: "https://example.com/neo.csv",
    },
    {
      name: "fileName",
      label: "File name",
      input: "text",
      hint: "How the file is read goes by the end of its name; only where the address has none.",
      placeholder: "neo.csv",
    },
    {
      name: "sign",
      label: "Sign in",
      input: "choice",
      choices: [
        { value: "none", label: "Without" },
        { value: "bearer", label: "With a token (Authorization: Bearer)" },
        { value: "basic", label: "With name and password" },
        { value: "header", label: "With a header" },
      ],
    },
    { name: "user", label: "Name", input: "text", when: { field: "sign", is: ["basic"] } },
    {
      name: "header",
      label: "Header",
      input: "text",
      placeholder: "X-Api-Key",
      when: { field: "sign", is: ["header"] },
    },
    {
      name: "token",
      label: "Token or password",
      input: "password",
      secret: true,
      when: { field: "sign", is: ["bearer", "basic", "header"] },
    },
  ],
  place: ({ url: address }) => address,
  destination: ({ url: address }) => new URL(address).origin,
});

function isWeb(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === "" && password === "";
}
