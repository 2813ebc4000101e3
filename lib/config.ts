import path from "node:path";
import * as z from "zod";
import { AppError } from "@/lib/errors";

const schema = z.object({
  PERIHELION_DATA: z.string().min(1).default("data"),
  PERIHELION_ADMIN_EMAIL: z.email().optional(),
  PERIHELION_ADMIN_PASSWORD: z.string().min(8).optional(),
  PERIHELION_ADMIN_TOKEN: z.string().min(20).optional(),
  PERIHELION_WORKER_TOKEN: z.string().min(20).optional(),
  PERIHELION_WORKERS: z.coerce.number().int().min(0).max(64).default(1),
  PERIHELION_ALLOW_PRIVATE_TARGETS: z.enum(["true", "false"]).default("false"),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "expected postgresql://…")
    .optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default("localhost"),
});

export type Config = {
  dataFolder: string;
  databaseUrl: string | null;
  host: string;
  port: number;
  workers: number;
  workerToken: string | null;
  /** Whether webhooks may call addresses inside private networks, and by plain http. */
  allowPrivateTargets: boolean;
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
    throw new AppError("INVALID", `${issue?.path.join(".")} is not usable: ${issue?.message}`);
  }
  const { PERIHELION_ADMIN_EMAIL: email, PERIHELION_ADMIN_PASSWORD: password, ...rest } = parsed.data;
  return {
    dataFolder: path.resolve(rest.PERIHELION_DATA),
    databaseUrl: rest.DATABASE_URL ?? null,
    host: rest.HOST,
    port: rest.PORT,
    workers: rest.PERIHELION_WORKERS,
    workerToken: rest.PERIHELION_WORKER_TOKEN ?? null,
    allowPrivateTargets: rest.PERIHELION_ALLOW_PRIVATE_TARGETS === "true",
    admin: email && password ? { email, password, token: rest.PERIHELION_ADMIN_TOKEN ?? null } : null,
  };
}
