import { databaseConfig, databaseFields, databaseSource, sourceKind } from "./kind";

/** A query of a PostgreSQL database, in a transaction that only reads. */
export const postgresql = sourceKind({
  name: "postgresql",
  label: "PostgreSQL",
  about: "A query of a PostgreSQL database",
  config: databaseConfig({ port: 5_432, database: 63, user: 63 }),
  ...databaseSource,
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
});
