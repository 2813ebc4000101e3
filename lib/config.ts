import path from "node:path";
import * as z from "zod";
import { AppError } from "@/lib/errors";
import { expectation } from "@/lib/issue-words";
import { trustedProxiesOf, type TrustedProxies } from "@/lib/http/client-address";

const listOf = (text: string) =>
  text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");

const schema = z.object({
  PERIHELION_DATA: z.string().min(1).default("data"),
  PERIHELION_FILES: z.string().min(1).optional(),
  PERIHELION_ADMIN_EMAIL: z.email().optional(),
  PERIHELION_ADMIN_PASSWORD: z.string().min(8).optional(),
  PERIHELION_ADMIN_TOKEN: z.string().min(20).optional(),
  PERIHELION_WORKER_TOKEN: z.string().min(20).optional(),
  PERIHELION_SECRET_KEY: z.string().min(32).optional(),
  PERIHELION_WORKERS: z.coerce.number().int().min(0).max(64).default(1),
  PERIHELION_PUBLIC_URL: z
    .string()
    .refine(isOrigin, "expected https://host or http://host:port, without a path")
    .transform((text) => new URL(text))
    .optional(),
  PERIHELION_ALLOWED_HOSTS: z.string().default("").transform(listOf),
  PERIHELION_TRUSTED_PROXIES: z
    .string()
    .default("127.0.0.0/8, ::1")
    .transform((text, context) => {
      try {
        return trustedProxiesOf(listOf(text));
      } catch {
        context.addIssue("expected addresses or networks with commas between, such as 10.0.0.7, 10.1.0.0/16");
        return z.NEVER;
      }
    }),
  PERIHELION_PROJECT_SLOTS: z.coerce.number().int().min(1).max(100_000).default(64),
  PERIHELION_PERSON_SLOTS: z.coerce.number().int().min(1).max(100_000).default(64),
  PERIHELION_CREATED_USERS_JOIN: z.enum(["none", "viewer"]).default("none"),
  PERIHELION_PYTHON: z.string().min(1).optional(),
  PERIHELION_PYTHON_UNCONFINED: z.enum(["true", "false"]).default("false"),
  PERIHELION_ALLOW_PRIVATE_TARGETS: z.enum(["true", "false"]).default("false"),
  NODE_ENV: z.string().optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "expected postgresql://…")
    .optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default("localhost"),
});

export type Config = {
  /** Whether pages are built as they are asked for, as `npm run dev` wants it. */
  development: boolean;
  /** One server's own: its database where that is SQLite, its scratch space, its lock. */
  dataFolder: string;
  /** Where files are kept; several servers on one database share it. */
  filesFolder: string;
  databaseUrl: string | null;
  host: string;
  port: number;
  workers: number;
  workerToken: string | null;
  /** What the secrets of sources are sealed with, the first of several with commas between. */
  secretKey: string | null;
  /** Where people reach this server: links are made from it, and it is a name of ours. */
  publicUrl: URL | null;
  /** More names under which it may be asked. */
  allowedHosts: readonly string[];
  /** Proxies that are believed when they say who asks, by which name and protocol. */
  trustedProxies: TrustedProxies;
  /** Slots that running jobs of one project, and of one person, may take at once. */
  running: { perProject: number; perPerson: number };
  /** The role that an account made by MLflow's auth client gets in the project that it was made through. */
  createdUsersJoin: "VIEWER" | null;
  /** Whether webhooks may call addresses inside private networks, and by plain http. */
  allowPrivateTargets: boolean;
  /** The Python of notebooks; null for `python3` on PATH. Whether it may run where nothing confines it. */
  python: { path: string | null; mayRunUnconfined: boolean };
  admin: { email: string; password: string; token: string | null } | null;
};

/**
 * The configuration of this process, read from environment variables.
 *
 * @throws {AppError} INVALID naming the variable and what was expected
 */
export function configOf(env: Record<string, string | undefined>): Config {
  const parsed = schema.safeParse(env);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new AppError(
      "INVALID",
      `${issue?.path.join(".")} is not usable: ${issue ? expectation(issue) : ""}`,
    );
  }
  const { PERIHELION_ADMIN_EMAIL: email, PERIHELION_ADMIN_PASSWORD: password, ...rest } = parsed.data;
  const dataFolder = path.resolve(rest.PERIHELION_DATA);
  return {
    development: rest.NODE_ENV === "development",
    dataFolder,
    filesFolder: path.resolve(rest.PERIHELION_FILES ?? path.join(dataFolder, "blobs")),
    databaseUrl: rest.DATABASE_URL ?? null,
    host: rest.HOST,
    port: rest.PORT,
    workers: rest.PERIHELION_WORKERS,
    workerToken: rest.PERIHELION_WORKER_TOKEN ?? null,
    secretKey: rest.PERIHELION_SECRET_KEY ?? null,
    publicUrl: rest.PERIHELION_PUBLIC_URL ?? null,
    allowedHosts: rest.PERIHELION_ALLOWED_HOSTS,
    trustedProxies: rest.PERIHELION_TRUSTED_PROXIES,
    running: { perProject: rest.PERIHELION_PROJECT_SLOTS, perPerson: rest.PERIHELION_PERSON_SLOTS },
    createdUsersJoin: rest.PERIHELION_CREATED_USERS_JOIN === "viewer" ? "VIEWER" : null,
    allowPrivateTargets: rest.PERIHELION_ALLOW_PRIVATE_TARGETS === "true",
    python: {
      path: rest.PERIHELION_PYTHON ?? null,
      mayRunUnconfined: rest.PERIHELION_PYTHON_UNCONFINED === "true",
    },
    admin: email && password ? { email, password, token: rest.PERIHELION_ADMIN_TOKEN ?? null } : null,
  };
}

/** A link that somebody else will open; null where nobody said under which address people reach us. */
export function linkTo({ publicUrl }: Config, path: string): string | null {
  return publicUrl && new URL(path, publicUrl).href;
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.href === `${url.origin}/` && url.username === "";
}
