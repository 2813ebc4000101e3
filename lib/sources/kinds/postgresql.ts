import * as z from "zod";
import { databaseFields, host, query, sourceKind } from "./kind";

/** A query of a PostgreSQL database, in a transaction that only reads. */
export const postgresql = sourceKind({
  name: "postgresql",
  label: "PostgreSQL",
  about: "A query of a PostgreSQL database",
  config: z.strictObject({
    host,
    port: z.coerce.number().int().min(1).max(65_535).default(5_432),
    database: z.string().min(1).max(63),
    user: z.string().min(1).max(63),
    tls: z.enum(["verify", "require", "off"]).default("verify"),
    query,
    seconds: z.coerce.number().int().min(1).max(3_600).default(600),
  }),
  secret: z.strictObject({ password: z.string().min(1).max(1_000) }),
  fields: [
    databaseFields.host,
    { ...databaseFields.port, placeholder: "5432" },
    databaseFields.database,
    databaseFields.user,
    databaseFields.password,
    databaseFields.tls,
    databaseFields.query,
    databaseFields.seconds,
  ],
  place: (config) => `${config.database} at ${config.host}:${config.port}`,
  destination: ({ host: name, port, user, tls }) => JSON.stringify([name, port, user, tls]),
  query: (config) => config.query,
});
