import { databaseConfig, databaseFields, databaseSource, sourceKind } from "./kind";

/** A query of a MySQL or MariaDB database, in a transaction that only reads. */
export const mysql = sourceKind({
  name: "mysql",
  label: "MySQL or MariaDB",
  about: "A query of a MySQL or MariaDB database",
  config: databaseConfig({ port: 3_306, database: 64, user: 128 }),
  ...databaseSource,
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
});
