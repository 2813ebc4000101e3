import * as z from "zod";

/** A field of a source's form. `secret` ones are sent, and never shown again. */
export type SourceField = {
  name: string;
  label: string;
  /** How it is typed in: a line, several, a number, a choice or a switch. */
  input: "text" | "lines" | "number" | "choice" | "switch" | "password";
  secret?: true;
  required?: true;
  hint?: string;
  placeholder?: string;
  /** Asked for only where another field has one of these values. */
  when?: { field: string; is: readonly string[] };
  choices?: readonly { value: string; label: string }[];
};

type Texts = { [name: string]: unknown };

/**
 * What is known of a kind of source without asking it anything: what it needs, and how it is called. How
 * it is
 * fetched, the worker knows (worker/sources).
 */
export type SourceKind<Config extends z.ZodType = z.ZodType, Secret extends z.ZodType = z.ZodType> = {
  name: string;
  label: string;
  /** What it is for, in a few words. */
  about: string;
  config: Config;
  /** Null where it needs none. */
  secret: Secret | null;
  fields: readonly SourceField[];
  /** Whether it reads a file that is uploaded here. */
  readsUpload: boolean;
  /** Where it reads from, as a person calls it. */
  place: (config: z.output<Config>) => string;
  /** Whom its secret is for: a secret is sent nowhere else, whatever is changed beside it. */
  destination: (config: z.output<Config>) => string;
  /** What it asks, where it asks a question. */
  query: (config: z.output<Config>) => string | null;
};

type Declared<Config extends z.ZodType, Secret extends z.ZodType> = Pick<
  SourceKind<Config, Secret>,
  "name" | "label" | "about" | "config" | "fields" | "place" | "destination"
> &
  Partial<SourceKind<Config, Secret>>;

/** Declares a kind. What it does not say is closed: it has no secret, reads no upload and asks nothing. */
export function sourceKind<Config extends z.ZodType<Texts>, Secret extends z.ZodType = z.ZodType>(
  declared: Declared<Config, Secret>,
): SourceKind<Config, Secret> {
  return { secret: null, readsUpload: false, query: () => null, ...declared };
}

/** A host's name or address, never a path or a list. */
export const host = z
  .string()
  .trim()
  .min(1, "expected a host, such as db.example.com")
  .max(253)
  .regex(/^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[?[0-9A-Fa-f:.]+\]?)$/, "expected a host's name");

/** Whether a text is an address of the web that names a server and nothing on it. */
export function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.href === `${url.origin}/` && url.username === "";
}

/** A query that answers rows. */
export const query = z.string().trim().min(1, "expected a query").max(50_000);

/** Fields that every database has. */
export const databaseFields = {
  host: { name: "host", label: "Host", input: "text", required: true, placeholder: "db.example.com" },
  port: { name: "port", label: "Port", input: "number" },
  database: { name: "database", label: "Database", input: "text", required: true },
  user: { name: "user", label: "User", input: "text", required: true },
  password: { name: "password", label: "Password", input: "password", secret: true },
  tls: {
    name: "tls",
    label: "Encryption",
    input: "choice",
    choices: [
      { value: "verify", label: "TLS, certificate checked" },
      { value: "require", label: "TLS, any certificate" },
      { value: "off", label: "None" },
    ],
  },
  seconds: { name: "seconds", label: "Seconds at most", input: "number", placeholder: "600" },
  query: {
    name: "query",
    label: "Query",
    input: "lines",
    required: true,
    hint: "One query that reads. It runs in a transaction that cannot write.",
    placeholder: "SELECT * FROM observations ORDER BY id",
  },
} as const satisfies Record<string, SourceField>;

/** What each database is asked by; `port` is the usual one, the others are the longest names it has. */
export function databaseConfig(most: { port: number; database: number; user: number }) {
  return z.strictObject({
    host,
    port: z.coerce.number().int().min(1).max(65_535).default(most.port),
    database: z.string().min(1).max(most.database),
    user: z.string().min(1).max(most.user),
    tls: z.enum(["verify", "require", "off"]).default("verify"),
    query,
    seconds: z.coerce.number().int().min(1).max(3_600).default(600),
  });
}
type DatabaseConfig = z.output<ReturnType<typeof databaseConfig>>;

/** What holds of every database: a password, which goes to that host, port, user and encryption alone. */
export const databaseSource = {
  secret: z.strictObject({ password: z.string().min(1).max(1_000) }),
  place: ({ database, host: name, port }: DatabaseConfig) => `${database} at ${name}:${port}`,
  destination: ({ host: name, port, user, tls }: DatabaseConfig) => JSON.stringify([name, port, user, tls]),
  query: (config: DatabaseConfig) => config.query,
};
