import * as z from "zod";
import { databaseFields, host, query, sourceKind } from "./kind";

/** A query of a MySQL or MariaDB database, in a transaction that only reads. */
export const mysql = sourceKind({
  name: "mysql",
  label: "MySQL or MariaDB",
  about: "A query of a MySQL or MariaDB database",
  config: z.strictObject({
    host,
    port: z.coerce.number().int().min(1).max(65_535).default(3_306),
    database: z.string().min(1).max(64),
    user: z.string().min(1).max(128),
    tls: z.enum(["verify", "require", "off"]).default("verify"),
    query,
    seconds: z.coerce.number().int().min(1).max(3_600).default(600),
  }),
  secret: z.strictObject({ password: z.string().min(1).max(1_000) }),
  fields: [
    databaseFields.host,
    { ...databaseFields.port, placeholder: "3306" },
    databaseFields.database,
    databaseFields.user,
    databaseFields.password,
    databaseFields.tls,
    {
      ...databaseFields.query,
      hint:
        "One query that reads. The server itself writes FLOAT columns with six digits: " +
        "write CAST(x AS DOUBLE) for all of them.",
    },
    databaseFields.seconds,
  ],
  place: (config) => `${config.database} at ${config.host}:${config.port}`,
  destination: ({ host: name, port, user, tls }) => JSON.stringify([name, port, user, tls]),
  query: (config) => config.query,
});
