import type { Config } from "@/lib/config";
import type { Vault } from "@/lib/auth/vault";
import type { DataEngine } from "@/lib/datasets/engine";
import type { Db } from "@/lib/db/client";
import type { Scorer } from "@/lib/registry/scorer";
import type { Storage } from "@/lib/storage/storage";
import type { Prober } from "./probe-process";

/** What the routes of the process are given: everything that touches the world. */
export type Deps = {
  config: Config;
  db: Db;
  storage: Storage;
  engine: DataEngine;
  scorer: Scorer;
  prober: Prober;
  /** Keeps the secrets of sources. */
  vault: Vault;
  workerToken: string;
  now: () => Date;
};
