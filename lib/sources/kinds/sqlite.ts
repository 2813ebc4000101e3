import * as z from "zod";
import { databaseFields, query, sourceKind } from "./kind";

/** A query of an SQLite file that was uploaded here. No file of the server is ever read. */
export const sqlite = sourceKind({
  name: "sqlite",
  label: "SQLite file",
  about: "A query of an SQLite file that you upload",
  config: z.strictObject({ query }),
  readsUpload: true,
  fields: [{ ...databaseFields.query, hint: "One query that reads, of the file that you upload." }],
  place: () => "an uploaded file",
  destination: () => "an uploaded file",
  query: (config) => config.query,
});
