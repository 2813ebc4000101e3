import { withoutSecrets } from "@/lib/sources/redact";
import { sourceKinds, type ConfigOf, type SecretOf, type SourceKindName } from "@/lib/sources/kinds";
import { parseConfig } from "@/lib/sources/parse";
import { AppError } from "@/lib/errors";
import type { Ask, Fetch, Fetched } from "./sources/fetch";
import { fetchJpl } from "./sources/jpl";
import { fetchMysql } from "./sources/mysql";
import { fetchPostgresql } from "./sources/postgresql";
import { fetchS3 } from "./sources/s3";
import { fetchSqlite } from "./sources/sqlite";
import { fetchUrl } from "./sources/url";
import { fetchWebhdfs } from "./sources/webhdfs";

/** How each kind of source is fetched. */
const fetches: { [Name in SourceKindName]: Fetch<ConfigOf<Name>, SecretOf<Name>> } = {
  url: fetchUrl,
  postgresql: fetchPostgresql,
  mysql: fetchMysql,
  sqlite: fetchSqlite,
  s3: fetchS3,
  webhdfs: fetchWebhdfs,
  jpl: fetchJpl,
};

/** What is asked of a source, with its settings and its secret as they are kept. */
export type SourceAsk = Omit<Ask<unknown, Record<string, string>>, "config"> & {
  kind: string;
  config: Record<string, unknown>;
};

/**
 * Fetches from a source of any kind. No sentence that comes of it holds a secret.
 *
 * @throws {AppError} in a sentence that its user can act on
 */
export async function fetchSource({ kind: name, config, secret, ...ask }: SourceAsk): Promise<Fetched> {
  try {
    const { kind, config: parsed } = parseConfig(name, config);
    const run = fetches[kind.name as keyof typeof sourceKinds] as Fetch<unknown, unknown>;
    return await run({
      ...ask,
      config: parsed,
      secret: secret && kind.secret ? kind.secret.parse(secret) : null,
    });
  } catch (error) {
    const message = withoutSecrets(error instanceof Error ? error.message : String(error), secret);
    if (error instanceof AppError) throw new AppError(error.code, message);
    throw new Error(message);
  }
}
