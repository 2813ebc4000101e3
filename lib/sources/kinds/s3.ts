import * as z from "zod";
import { isOrigin, sourceKind } from "./kind";

/** A file in an object store that speaks S3. */
export const s3 = sourceKind({
  name: "s3",
  label: "S3",
  about: "A file in Amazon S3, or a store that speaks its protocol",
  config: z.strictObject({
    endpoint: z
      .string()
      .trim()
      .max(500)
      .refine(isOrigin, "expected https://host, without a path")
      .default("https://s3.amazonaws.com"),
    region: z
      .string()
      .trim()
      .regex(/^[a-z0-9-]{1,40}$/, "expected a region, such as eu-west-1")
      .default("us-east-1"),
    bucket: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,62}$/, "expected a bucket's name"),
    key: z.string().min(1, "expected a key, such as data/neo.parquet").max(1_024),
    style: z.enum(["path", "host"]).default("path"),
    accessKey: z
      .string()
      .trim()
      .regex(/^[\w/+=.-]{0,128}$/, "expected an access key")
      .optional(),
  }),
  secret: z.strictObject({ secretKey: z.string().min(1).max(1_000) }),
  fields: [
    { name: "endpoint", label: "Endpoint", input: "text", placeholder: "https://s3.amazonaws.com" },
    { name: "region", label: "Region", input: "text", placeholder: "us-east-1" },
    { name: "bucket", label: "Bucket", input: "text", required: true },
    { name: "key", label: "Key", input: "text", required: true, placeholder: "data/neo.parquet" },
    {
      name: "style",
      label: "Address",
      input: "choice",
      choices: [
        { value: "path", label: "endpoint/bucket/key" },
        { value: "host", label: "bucket.endpoint/key" },
      ],
    },
    {
      name: "accessKey",
      label: "Access key",
      input: "text",
      hint: "Left empty for a bucket that anybody may read.",
    },
    { name: "secretKey", label: "Secret key", input: "password", secret: true },
  ],
  place: ({ endpoint, bucket, key }) => `${bucket}/${key} at ${new URL(endpoint).host}`,
  destination: ({ endpoint, bucket, style, accessKey }) =>
    JSON.stringify([endpoint, bucket, style, accessKey]),
});
