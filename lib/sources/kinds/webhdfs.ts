import * as z from "zod";
import { isOrigin, sourceKind } from "./kind";

const user = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9._@$-]{0,99}$/, "expected a user's name, such as alice");

/** A file in Hadoop's file system, read over HTTP. */
export const webhdfs = sourceKind({
  name: "webhdfs",
  label: "WebHDFS",
  about: "A file in Hadoop’s file system (HDFS), over HTTP",
  config: z.strictObject({
    endpoint: z
      .string()
      .trim()
      .max(500)
      .refine(isOrigin, "expected the name node, such as http://namenode:9870, without a path"),
    path: z.string().max(4_000).refine(isFilePath, "expected a file’s whole path, such as /data/neo.parquet"),
    sign: z.enum(["none", "user", "token"]).default("none"),
    user: user.optional(),
  }),
  secret: z.strictObject({
    token: z
      .string()
      .trim()
      .regex(/^[\w+/=-]{1,4000}$/, "expected a delegation token’s text, as GETDELEGATIONTOKEN answers it"),
  }),
  fields: [
    {
      name: "endpoint",
      label: "Name node",
      input: "text",
      required: true,
      placeholder: "http://namenode.example.com:9870",
      hint: "Data nodes that it sends this server to must be in reach as well.",
    },
    { name: "path", label: "Path", input: "text", required: true, placeholder: "/data/neo.parquet" },
    {
      name: "sign",
      label: "Sign in",
      input: "choice",
      choices: [
        { value: "none", label: "Without" },
        { value: "user", label: "With a user’s name" },
        { value: "token", label: "With a delegation token" },
      ],
    },
    {
      name: "user",
      label: "User",
      input: "text",
      placeholder: "alice",
      when: { field: "sign", is: ["user"] },
    },
    {
      name: "token",
      label: "Delegation token",
      input: "password",
      secret: true,
      when: { field: "sign", is: ["token"] },
    },
  ],
  place: ({ endpoint, path }) => `${path} at ${new URL(endpoint).host}`,
  destination: ({ endpoint }) => new URL(endpoint).origin,
});

/** A path from the root to a file. Parts that mean another folder would be taken out of the address. */
function isFilePath(path: string): boolean {
  const parts = path.split("/").slice(1);
  return path.startsWith("/") && parts.every((part) => /^(?!\.{1,2}$)[^\0-\x1f\x7f]+$/.test(part));
}
