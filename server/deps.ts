import type { Config } from "@/lib/config";
import type { DataEngine } from "@/lib/datasets/engine";
import type { Db } from "@/lib/db/client";
import type { Scorer } from "@/lib/registry/scorer";
import type { Storage } from "@/lib/storage/storage";

/** What the routes of the process are given: everything that touches the world. */
export type Deps = {
  config: Config;
  db: Db;
  storage: Storage;
  engine: DataEngine;
  scorer: Scorer;
  workerToken: string;
  now: () => Date;
};
